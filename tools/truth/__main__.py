"""`python -m tools.truth`: ask an account what AWS does not document, in a domain of the run's own."""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from tools.truth.announcement import announcement, summary
from tools.truth.document import Findings, document
from tools.truth.ground import clear, leftovers, new_name
from tools.truth.probes import PROBES
from tools.truth.rights import missing_rights, policy
from tools.truth.run import ask, ask_endpoint, make_client, origin

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

# Source: AWS CodeArtifact User Guide, "Quotas": domains in an account; it can be raised.
_USUAL_DOMAIN_QUOTA = 10


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
    asked = numbers or tuple(PROBES)
    if wants_policy:
        click.echo(json.dumps(policy(region or "*", "*"), indent=2))
        return
    rehearsed = ask_endpoint(asked)
    if dry_run:
        _write(output, document(origin("local endpoint", "none"), rehearsed, rehearsed), rehearsed, rehearsed)
        return
    try:
        session = boto3.Session(profile_name=profile, region_name=region)
        client = make_client(session, endpoint_url)
        if sweep:
            _sweep(client, yes=yes)
            return
        identity = session.client("sts", endpoint_url=endpoint_url).get_caller_identity()
        for line in announcement(identity["Account"], identity["Arn"], client.meta.region_name, rehearsed):
            click.echo(line)
        _require_room(client)
        _require_rights(client, client.meta.region_name, identity["Account"])
        if not yes:
            click.confirm("Go on?", abort=True)
        found = ask(client, identity["Account"], asked, time.sleep, lambda line: click.echo(line, err=True))
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(
            f"AWS could not be asked: {error}. Run it with --sweep to delete what is left"
        ) from error
    _write(output, document(origin("AWS", client.meta.region_name), found, rehearsed), found, rehearsed)


def _require_room(client: "CodeArtifactClient") -> None:
    pages = client.get_paginator("list_domains").paginate()
    count = sum(len(page["domains"]) for page in pages)
    if count >= _USUAL_DOMAIN_QUOTA:
        click.echo(f"note: there are {count} domains; AWS allows {_USUAL_DOMAIN_QUOTA} unless that was raised")


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


def _write(output: Path, written: object, found: Findings, endpoint: Findings) -> None:
    output.write_text(json.dumps(written, indent=2, default=str) + "\n", encoding="utf-8")
    _echo_all(summary(found, endpoint))
    click.echo(f"wrote {output}")


def _echo_all(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


if __name__ == "__main__":
    main()
