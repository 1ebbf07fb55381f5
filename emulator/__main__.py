"""Run a local CodeArtifact: `python -m emulator`."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from emulator.endpoint import Endpoint, Switches
from emulator.seeds import SeedError

_EXAMPLES = """\
examples:
  python -m emulator --port 4555 --seed examples/quickstart/seed.yaml
  python -m emulator --quotas --latency-seconds 0.05

then, in another shell:
  export AWS_ENDPOINT_URL_CODEARTIFACT=http://127.0.0.1:4555
  export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws codeartifact list-packages --domain acme --repository npm-store
"""


def main(arguments: list[str]) -> int:
    """Run an endpoint until it is told to stop.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="CodeArtifact on 127.0.0.1: its API, npm and PyPI registries, and STS, IAM, KMS and S3 by moto.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=0, help="where to listen; any free port where it is left out")
    parser.add_argument("--seed", type=Path, help="the YAML or JSON file that says what it holds at first")
    parser.add_argument("--iam", action="store_true", help="hold callers against their IAM policies")
    parser.add_argument("--quotas", action="store_true", help="hold AWS's quotas")
    parser.add_argument("--partial-success", action="store_true", help="let a batch succeed in part")
    parser.add_argument("--latency-seconds", type=float, default=0.0, help="hold every answer back")
    parser.add_argument(
        "--ingestion-lag-seconds", type=float, default=0.0, help="keep what comes from upstream out of lists meanwhile"
    )
    options = parser.parse_args(arguments)
    switches = Switches(
        partial_success=options.partial_success,
        with_quotas=options.quotas,
        with_iam=options.iam,
        latency_seconds=options.latency_seconds,
        ingestion_lag_seconds=options.ingestion_lag_seconds,
    )
    try:
        endpoint = Endpoint.start(seed=options.seed, port=options.port, switches=switches)
    except (SeedError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - it is a program
        return 1
    stopped = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    with endpoint:
        print(f"CodeArtifact on {endpoint.url}; stop it with Ctrl-C", flush=True)  # noqa: T201 - it is a program
        print(f"export AWS_ENDPOINT_URL_CODEARTIFACT={endpoint.url}", flush=True)  # noqa: T201 - it is a program
        stopped.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
