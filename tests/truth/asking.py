"""The questions, asked of an endpoint by a client that a test prepares."""

import boto3
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from tools.truth.document import Findings
from tools.truth.probes import PROBES
from tools.truth.run import OUTSIDE, Run, make_client

ACCOUNT = "123456789012"
SEED = OUTSIDE


def client_of(endpoint: Endpoint) -> CodeArtifactClient:
    """A client with the credentials of the environment."""
    return make_client(boto3.Session(region_name="eu-west-1"), endpoint.url)


def asked(client: CodeArtifactClient, *numbers: int) -> Findings:
    """Ask some questions, or all, without waiting."""
    return asking(client).ask(numbers or tuple(PROBES))


def asking(client: CodeArtifactClient) -> Run:
    """A run that does not wait."""
    return Run(client, client, {ACCOUNT: "ACCOUNT"}, lambda _seconds: None, lambda _line: None)
