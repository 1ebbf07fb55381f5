"""Whether the engine is there, and where it keeps the state. Asks `pulumi`, and changes nothing."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from shlex import quote
from typing import Final

from packagestate.provider.doctor.finding import Finding, Health
from packagestate.schemas.text import printable, shortened

# The oldest engine that answers what the program asks of it; what is tested is this one.
_OLDEST: Final = (3, 259)
_LANGUAGE_HOST: Final = "pulumi-language-python"
_TIMEOUT_SECONDS: Final = 60
_SECRETS: Final = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")
_PROJECT: Final = "packagestate"
_STRICT: Final = "PULUMI_OPTION_STRICT"
_INSTALL: Final = "install Pulumi (https://www.pulumi.com/docs/install/) and put its folder on the PATH"


def engine_findings(stack: str | None, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Check the engine, its backend, the stack, the passphrase and whether a run is bound to its preview.

    Args:
        stack: The stack; None where none is named, so that none is looked for.
        environment: The environment variables.

    Yields:
        The findings, in the order in which they are to be dealt with.
    """
    program = shutil.which("pulumi", path=environment.get("PATH"))
    if program is None:
        yield Finding("engine", Health.MISSING, "there is no `pulumi` on the PATH", _INSTALL)
        yield Finding("backend", Health.UNKNOWN, "only the engine can say where it keeps the state")
        return
    yield _version(program)
    if shutil.which(_LANGUAGE_HOST, path=environment.get("PATH")) is None:
        yield Finding("python", Health.MISSING, f"there is no `{_LANGUAGE_HOST}` on the PATH", _INSTALL)
    yield from _backend(program, stack, environment)
    yield _strictness(environment)


def _version(program: str) -> Finding:
    code, text, _ = _asked(program, "version")
    found = re.match(r"v?([0-9]+)\.([0-9]+)", text)
    if code != 0 or found is None:
        return Finding("engine", Health.MISSING, f"`{program} version` does not say which version it is", _INSTALL)
    oldest = ".".join(map(str, _OLDEST))
    if (int(found[1]), int(found[2])) < _OLDEST:
        return Finding(
            "engine", Health.MISSING, f"{program} is {printable(text)}, and {oldest} or newer is needed", _INSTALL
        )
    return Finding("engine", Health.GOOD, f"{printable(text)}, {program}")


def _backend(program: str, stack: str | None, environment: Mapping[str, str]) -> Iterator[Finding]:
    code, text, errors = _asked(program, "whoami", "--json", "--non-interactive")
    try:
        url = str(json.loads(text)["url"]) if code == 0 else ""
    except (ValueError, KeyError, TypeError):
        url = ""
    if not url:
        hint = "run `pulumi login s3://BUCKET`, or set PULUMI_BACKEND_URL; see that the bucket is there and can be read"
        why = f": {shortened(errors.splitlines()[-1])}" if errors else ""
        detail = f"the engine cannot reach where the state is kept{why}"
        yield Finding("backend", Health.MISSING, printable(detail), hint)
        return
    yield Finding("backend", Health.GOOD, f"the state is kept in {printable(url)}")
    # The backend of the Pulumi Cloud has keys of its own for secrets.
    if not url.startswith("https://") and not any(name in environment for name in _SECRETS):
        hint = f"set {_SECRETS[0]} (it may be empty: packagestate keeps no secret), or create stacks with "
        hint += "`--secrets-provider awskms://KEY`"
        detail = "the engine asks for a passphrase in each run, and fails without a terminal"
        yield Finding("passphrase", Health.WARNING, detail, hint)
    if stack is not None:
        yield _stack(program, stack)


def _stack(program: str, stack: str) -> Finding:
    """Whether the backend has the stack. It names one by organization, project and stack, or by less."""
    code, text, _ = _asked(program, "stack", "ls", "--all", "--json", "--non-interactive")
    try:
        names = [str(each["name"]).split("/") for each in json.loads(text)] if code == 0 else None
    except (ValueError, KeyError, TypeError):
        names = None
    if names is None:
        return Finding("stack", Health.UNKNOWN, "the engine does not say which stacks there are")
    name = stack.rpartition("/")[2]
    if any(parts[-1] == name and parts[-2:-1] in ([], [_PROJECT]) for parts in names):
        return Finding("stack", Health.GOOD, f"`{printable(stack)}` is in the backend")
    hint = f"run `packagestate pulumi stack init {quote(stack)}`"
    return Finding("stack", Health.MISSING, f"`{printable(stack)}` is not in the backend", hint)


def _strictness(environment: Mapping[str, str]) -> Finding:
    if environment.get(_STRICT, "").lower() in {"1", "true"}:
        return Finding("binding", Health.GOOD, "`pulumi up` does what its own preview showed, or refuses")
    return Finding(
        "binding",
        Health.WARNING,
        "a plain `pulumi up` plans again after its preview",
        f"set {_STRICT}=true, or use `packagestate pulumi up`, which does",
    )


def _asked(program: str, *arguments: str) -> tuple[int, str, str]:
    """The exit code, what the engine printed, and its errors; 1 and nothing where it does not answer."""
    try:
        done = subprocess.run(  # noqa: S603 - the engine, no shell
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 1, "", ""
    return done.returncode, done.stdout.strip(), done.stderr.strip()
