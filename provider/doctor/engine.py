"""Whether the engine is there, and where it keeps the state. Asks `pulumi`, and changes nothing."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from typing import Final

from packagestate.provider.doctor.finding import Finding, Health
from packagestate.schemas.text import printable

# The oldest engine that answers what the program asks of it; what is tested is this one.
_OLDEST: Final = (3, 259)
_LANGUAGE_HOST: Final = "pulumi-language-python"
_TIMEOUT_SECONDS: Final = 60
_SECRETS: Final = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")
_STRICT: Final = "PULUMI_OPTION_STRICT"
_INSTALL: Final = "install Pulumi (https://www.pulumi.com/docs/install/) and put its folder on the PATH"


def engine_findings(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Check the engine, its backend, its passphrase and whether it binds a run to its preview.

    Args:
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
    yield from _backend(program, environment)
    yield _strictness(environment)


def _version(program: str) -> Finding:
    code, text = _asked(program, "version")
    found = re.match(r"v?(\d+)\.(\d+)", text)
    if code != 0 or found is None:
        return Finding("engine", Health.MISSING, f"`{program} version` does not say which version it is", _INSTALL)
    oldest = ".".join(map(str, _OLDEST))
    if (int(found[1]), int(found[2])) < _OLDEST:
        return Finding(
            "engine", Health.MISSING, f"{program} is {printable(text)}, and {oldest} or newer is needed", _INSTALL
        )
    return Finding("engine", Health.GOOD, f"{printable(text)}, {program}")


def _backend(program: str, environment: Mapping[str, str]) -> Iterator[Finding]:
    code, text = _asked(program, "whoami", "--json", "--non-interactive")
    try:
        url = str(json.loads(text)["url"]) if code == 0 else ""
    except (ValueError, KeyError, TypeError):
        url = ""
    if not url:
        hint = "run `pulumi login s3://BUCKET`, or set PULUMI_BACKEND_URL"
        yield Finding("backend", Health.MISSING, "the engine does not know where to keep the state", hint)
        return
    yield Finding("backend", Health.GOOD, f"the state is kept in {printable(url)}")
    # The backend of the Pulumi Cloud has keys of its own for secrets.
    if not url.startswith("https://") and not any(name in environment for name in _SECRETS):
        hint = f"set {_SECRETS[0]} (it may be empty: packagestate keeps no secret), or create stacks with "
        hint += "`--secrets-provider awskms://KEY`"
        yield Finding("passphrase", Health.WARNING, "the engine asks for a passphrase in each run", hint)


def _strictness(environment: Mapping[str, str]) -> Finding:
    if environment.get(_STRICT, "").lower() in {"1", "true"}:
        return Finding("binding", Health.GOOD, "`pulumi up` does what its own preview showed, or refuses")
    return Finding(
        "binding",
        Health.WARNING,
        "a plain `pulumi up` plans again after its preview",
        f"set {_STRICT}=true, or use `packagestate pulumi up`, which does",
    )


def _asked(program: str, *arguments: str) -> tuple[int, str]:
    """The exit code and what the engine printed; 1 and nothing where it does not answer."""
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
        return 1, ""
    return done.returncode, done.stdout.strip()
