"""Golden folders of statements: manifests, and what `where` and `explain` say of one version in every repository.

The name of a folder is what it shows. `python -m tests.cli.golden_statements` writes every `expected.txt` again, to be
reviewed with `git diff`. A revision is opaque, and another when the endpoint's packages are, so it is left out.
"""

import contextlib
import io
import re
from pathlib import Path

from emulator import Endpoint
from packagestate.provider.cli import main
from tests.support.stores import domains, repository

CASES = sorted(path.parent for path in (Path(__file__).parent.parent / "golden" / "statements").glob("*/packages"))
EXPECTED = "expected.txt"
REPOSITORIES = {
    "maven": repository(),
    "npm-forensics": repository(npm={"chalk": ["5.6.0", "5.6.1"]}),
    "npm-release": repository(npm={"chalk": {"5.6.0": "Published", "5.6.1": "Disposed"}}),
    "npm-scratch": repository(npm={"chalk": ["5.6.0"]}),
    "npm-store": repository(npm={"chalk": ["5.6.0", "5.6.1"]}),
}
SEED = domains(acme=REPOSITORIES)
COMMANDS = [
    ("where", "chalk@5.6.1"),
    *(("explain", f"acme/{name}/npm//chalk@5.6.1") for name in REPOSITORIES if name != "npm-scratch"),
]


def told(case: Path, endpoint: Endpoint) -> str:
    """What the commands say of chalk 5.6.1."""
    output = io.StringIO()
    with contextlib.chdir(case), contextlib.redirect_stdout(output):
        for command in COMMANDS:
            print("$ packagestate", *command)  # noqa: T201 - it is the output
            assert main([*command, "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0
    return re.sub(r"(?<=revision )[\w+/]{43}=", "REVISION", output.getvalue())


if __name__ == "__main__":
    with Endpoint.start(seed=SEED) as started:
        for each in CASES:
            (each / EXPECTED).write_text(told(each, started), encoding="utf-8")
