"""`python -m tools.truth`: ask an account what AWS does not document, in a domain of the run's own."""

import json
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from tools.truth.announcement import announcement, summary
from tools.truth.document import document
from tools.truth.ground import LeftoverError, clear, leftovers, new_name
from tools.truth.obstacles import obstacles
from tools.truth.probes import PROBES
from tools.truth.rights import missing_rights, policy
from tools.truth.run import Run, ask_endpoint, local_session, make_client, origin

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

_MOST_ATTEMPTS: Final = 5


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  python -m tools.truth --dry-run
  python -m tools.truth --policy --region eu-west-1 > truth-policy.json
  python -m tools.truth --region eu-west-1 --profile sandbox
  python -m tools.truth --region eu-west-1 --only 1 --only 5 --output statuses.json
  python -m tools.truth --region eu-west-1 --sweep
""",
)
@click.option("--region", help="The AWS region; by default that of the profile or the environment.")
@click.option("--profile", help="The profile of the AWS configuration.")
@click.option("--endpoint-url", metavar="URL", help="Ask this endpoint instead of AWS.")
@click.option("--only", "numbers", type=click.IntRange(0, max(PROBES)), multiple=True, help="Ask only this question.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default="truth.json", show_default=True)
@click.option("--dry-run", is_flag=True, help="Ask the local endpoint, which is started for it, and nobody else.")
@click.option("--policy", "wants_policy", is_flag=True, help="Print the least IAM policy, and do nothing.")
@click.option("--sweep", is_flag=True, help="Delete what an interrupted run left.")
@click.option("--yes", is_flag=True, help="Do not ask before anything is made or deleted.")
def main(
    *,
    region: str | None,
    profile: str | None,
    endpoint_url: str | None,
    numbers: tuple[int, ...],
    output: Path,
    dry_run: bool,
    wants_policy: bool,
    sweep: bool,
    yes: bool,
) -> None:
    """Find out what AWS CodeArtifact answers where its documents are silent, and write it to a file.

    It makes a domain of its own and deletes it at the end in any case. What an interrupted run leaves is found by a tag
    and deleted with --sweep. It says what it will do, and asks, before it makes anything. The file holds no account,
    no ARN, no URL and no token.
    """
    if wants_policy:
        click.echo(json.dumps(policy(region or "*", "*"), indent=2))
        return
    asked = numbers or tuple(PROBES)
    try:
        if dry_run:
            with local_session() as (session, url):
                # The endpoint shows every write at once, so there is nothing to wait for.
                _ask(session, url, "local endpoint", asked, output=output, pause=lambda _seconds: None, yes=True)
            return
        session = boto3.Session(profile_name=profile, region_name=region)
        if sweep:
            _sweep(make_client(session, endpoint_url, _MOST_ATTEMPTS), yes=yes)
        else:
            _ask(session, endpoint_url, "AWS", asked, output=output, pause=time.sleep, yes=yes)
    except (ClientError, BotoCoreError, LeftoverError, KeyError, ValueError, TypeError) as error:
        raise click.ClickException(
            f"AWS could not be asked: {type(error).__name__}: {error}. If anything was made, --sweep deletes it"
        ) from error


def _ask(
    session: boto3.Session,
    url: str | None,
    service: str,
    asked: Collection[int],
    *,
    output: Path,
    pause: Callable[[float], None],
    yes: bool,
) -> None:
    """Say what will be done, look whether it can be done, do it, and write what came out."""
    _require_writable(output)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _end)
    client, keeper = make_client(session, url), make_client(session, url, _MOST_ATTEMPTS)
    region = client.meta.region_name
    identity = session.client("sts", endpoint_url=url).get_caller_identity()
    account = identity["Account"]
    rehearsed = ask_endpoint(asked)
    _echo_all(announcement(account, identity["Arn"], region, rehearsed))
    _echo_all(obstacles(keeper, session.client("kms", endpoint_url=url)))
    _require_rights(keeper, region, account)
    if not yes:
        click.confirm("Go on?", abort=True)
    run = Run(client, keeper, _secrets(session, account), pause, lambda line: click.echo(line, err=True))
    try:
        run.ask(asked)
    except KeyboardInterrupt:
        click.echo("Interrupted. Run it with --sweep to be sure that nothing is left.", err=True)
        raise
    finally:
        # Whatever ended it: the answers took minutes.
        if run.found:
            text = json.dumps(document(origin(service, region), run.found, rehearsed), indent=2, default=str)
            output.write_text(f"{text}\n", encoding="utf-8")
            _echo_all(summary(run.found, rehearsed))
            click.echo(f"wrote {output}")


def _secrets(session: boto3.Session, account: str) -> dict[str, str]:
    credentials = session.get_credentials()
    known = credentials.get_frozen_credentials() if credentials else ()
    return {account: "ACCOUNT"} | {each: "CREDENTIALS" for each in known[:3] if each}


def _require_writable(output: Path) -> None:
    """Before anything is asked: what cannot be written afterwards would be lost."""
    is_new = not output.exists()
    try:
        output.open("a", encoding="utf-8").close()
    except OSError as error:
        raise click.BadParameter(f"cannot be written: {error.strerror}", param_hint="--output") from error
    if is_new:
        output.unlink()


def _end(_signal: int, _frame: object) -> None:
    """Somebody asks the process to end: it takes away what it made, as for Ctrl-C."""
    raise KeyboardInterrupt


def _require_rights(client: "CodeArtifactClient", region: str, account: str) -> None:
    missing = list(missing_rights(client, new_name()))
    if missing:
        click.echo("These rights are missing:\n" + "\n".join(f"  {each}" for each in missing), err=True)
        click.echo("Nothing was made. This policy is enough:", err=True)
        click.echo(json.dumps(policy(region, account), indent=2), err=True)
        sys.exit(1)


def _sweep(client: "CodeArtifactClient", *, yes: bool) -> None:
    left = list(leftovers(client))
    if not left:
        click.echo("nothing is left")
        return
    for each in left:
        click.echo(f"{each.domain}: its run may last until {each.expires}")
    if not yes:
        click.confirm("Delete them, with everything in them?", abort=True)
    for each in left:
        clear(client, each.domain)
        click.echo(f"deleted {each.domain}")


def _echo_all(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
