"""`packagestate policy`: the policies of the repository, for somebody's own domain."""

import json

import pytest

from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run


@pytest.mark.parametrize("role", ["adopt", "preview", "reversible", "full"])
def test_every_placeholder_is_filled_in(run: Run, role: str) -> None:
    where = ["--repository", "npm-store", "--region", "eu-west-1", "--account", "111122223333"]
    code, out, _ = run("policy", role, "--domain", "acme", *where)
    assert code == ExitCode.SUCCESS
    for statement in json.loads(out)["Statement"]:
        assert statement["Resource"].startswith("arn:aws:codeartifact:eu-west-1:111122223333:")
        assert not any(word in statement["Resource"] for word in ("REGION", "ACCOUNT", "DOMAIN", "REPOSITORY"))


def test_what_is_not_named_may_be_any(run: Run) -> None:
    _, out, _ = run("policy", "preview", "--domain", "REPOSITORY-of-acme")
    assert {statement["Resource"] for statement in json.loads(out)["Statement"]} == {
        "arn:aws:codeartifact:*:*:domain/REPOSITORY-of-acme",
        "arn:aws:codeartifact:*:*:repository/REPOSITORY-of-acme/*",
        "arn:aws:codeartifact:*:*:package/REPOSITORY-of-acme/*/*",
    }


@pytest.mark.parametrize("domain", ["", "acme/other", 'acme"', "acme other", "acme:*"])
def test_what_is_no_name_is_a_usage_error(run: Run, domain: str) -> None:
    code, out, errors = run("policy", "preview", "--domain", domain)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "is no name" in errors
