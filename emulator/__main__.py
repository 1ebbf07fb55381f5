"""Run a local CodeArtifact: `python -m emulator`."""

import argparse
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Final

from emulator.endpoint import Endpoint, Switches
from emulator.seeds import SeedError

_EXAMPLES: Final = """\
examples:
  python -m emulator --port 4555 --seed examples/quickstart/seed.yaml
  python -m emulator --quotas --latency-seconds 0.05
  python -m emulator --partial-success

Without --seed it is empty. emulator/seeds.py says what a seed looks like, emulator/pages.py how calls are read back
and faults are planted from another process.
"""

_HINTS: Final = """\
CodeArtifact on {url}; stop it with Ctrl-C. In another shell:
  export AWS_ENDPOINT_URL_CODEARTIFACT={url}
  export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
Then the AWS CLI, boto3 and Pulumi find it by themselves:
  aws codeartifact list-domains
  pulumi preview
With AWS_ENDPOINT_URL={url} they use its STS, IAM, KMS and S3 too."""


def main(arguments: list[str]) -> int:
    """Run an endpoint until it is told to stop.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    switches = Switches(
        partial_success=options.partial_success,
        with_quotas=options.quotas,
        with_iam=options.iam,
        latency_seconds=options.latency_seconds,
        ingestion_lag_seconds=options.ingestion_lag_seconds,
    )
    try:
        endpoint = Endpoint.start(seed=options.seed, port=options.port, switches=switches)
    except SeedError as error:
        lines = [f"error: the seed {options.seed} is wrong, nothing was started:", *error.faults]
        print("\n  ".join(lines), file=sys.stderr)  # noqa: T201 - it is a program
        return 1
    except OSError as error:
        print(f"error: port {options.port} cannot be used: {error.strerror}", file=sys.stderr)  # noqa: T201 - it is a program
        return 1
    with endpoint:
        stopped = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stopped.set())
        print(_HINTS.format(url=endpoint.url), flush=True)  # noqa: T201 - it is a program
        stopped.wait()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="CodeArtifact on 127.0.0.1: its API, npm and PyPI registries, and STS, IAM, KMS and S3 by moto.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, help="where to listen; any free port where it is left out")
    parser.add_argument("--seed", type=Path, help="the YAML or JSON file that says what it holds at first")
    parser.add_argument("--iam", action="store_true", help="hold callers against their IAM policies")
    parser.add_argument("--quotas", action="store_true", help="hold AWS's quotas")
    parser.add_argument("--partial-success", action="store_true", help="let a batch succeed in part")
    parser.add_argument("--latency-seconds", type=_seconds, default=0.0, help="hold every answer of the API back")
    parser.add_argument(
        "--ingestion-lag-seconds", type=_seconds, default=0.0, help="keep what comes from upstream out of lists so long"
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) >= 1 << 16:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return float(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
