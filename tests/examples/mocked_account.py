"""Runs a Pulumi program in an account in which everything comes to be, and prints what it registers, as JSON.

`python -m tests.examples.mocked_account PROGRAM`: a process of its own, since nothing takes Pulumi's mocks away again.
"""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks


class Account(mocks.Mocks):
    """An account that knows who asks, and remembers what was registered."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.registered: dict[str, dict[str, Any]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Create a resource."""
        self.registered[f"{args.typ} {args.name}"] = dict(args.inputs)
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Answer who asks."""
        answers = {"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "111122223333"}}
        return answers[args.token], []


def main(program: Path) -> None:
    """Run a program.

    Args:
        program: Its file; the modules beside it are found, as the engine has it.
    """
    account = Account()
    mocks.set_mocks(account, preview=False)
    sys.path.insert(0, str(program.parent))

    @pulumi.runtime.test  # type: ignore[untyped-decorator] # the SDK has no types for it
    def run() -> None:
        runpy.run_path(str(program))

    run()
    json.dump(account.registered, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
