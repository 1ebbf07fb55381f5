"""What is wrong with a manifest for several repositories is known, for a part, only when the repositories are."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint, Switches
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import CredentialsError
from packagestate.provider.observe import ObservationError
from packagestate.provider.observe.copies import find_copies
from packagestate.schemas.errors import Fault
from packagestate.schemas.load import load
from tests.security.conftest import call_as
from tests.support.asking import client
from tests.support.manifests import declared
from tests.support.stores import domains, repository

__all__ = ["call_as"]

CallAs = Callable[[Mapping[str, Any]], None]

HELD = repository(npm={"chalk": ["1.0.0"], "debug": ["1.0.0"]})
SEED = domains(acme=dict.fromkeys(("npm-a", "npm-b", "npm-forensics", "maven"), HELD), zeta={"npm-a": HELD})
SWITCHES = Switches(with_iam=True)
EVERYTHING = {"Effect": "Allow", "Action": "codeartifact:*", "Resource": "*"}


def policy(*statements: dict[str, str]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


@pytest.fixture(autouse=True)
def _allowed(call_as: CallAs) -> None:
    call_as(policy(EVERYTHING))


def manifest(repositories: str, details: str = "Archived", domain: str = "acme") -> str:
    return (
        f"{domain}\nrepositories: {repositories}\nformat: npm\npackages:\n"
        f'  chalk: {{versions: {{"1.0.0": {details}}}}}\n  debug: {{versions: {{"1.0.0": {details}}}}}\n'
    ).replace(domain, f"domain: {domain}", 1)


def faults(endpoint: Endpoint, folder: Path) -> tuple[Fault, ...]:
    """What is wrong; nothing in AWS is changed."""
    endpoint.calls.clear()
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1))
    with pytest.raises(ObservationError) as caught:
        find_copies(gateway, load(folder).wide, (), 4)
    assert not endpoint.calls.writes
    return caught.value.faults


def test_everything_that_names_no_repository_is_said_at_once_with_what_was_meant(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    declared(tmp_path, manifest('["npm-*", "mavn"]', "{status: Archived, except: [npm-forensic, zz]}"), "a.yaml")
    declared(tmp_path, manifest('["!mavn", "npm-a"]', "{status: Archived, except: [npm-forensics]}"), "b.yaml")
    declared(tmp_path, manifest("all", "Archived", "gone"), "c.yaml")
    declared(tmp_path, manifest("[npm-b]", "Archived", "zeta"), "d.yaml")
    found = faults(endpoint, tmp_path)
    assert [
        (fault.place and Path(fault.place.file).name, fault.place and fault.place[1:], fault.summary, fault.hint)
        for fault in found
    ] == [
        ("a.yaml", (2, 1), "No such repository", "did you mean `maven`?"),
        ("a.yaml", (5, 22), "No such repository", "did you mean `npm-forensics`?"),
        ("a.yaml", (5, 22), "No such repository", "correct the name, or take it out"),
        ("b.yaml", (2, 1), "No such repository", "did you mean `!maven`?"),
        (
            "b.yaml",
            (5, 22),
            "Exception is outside `repositories`",
            "take it out of `except`, or name it in `repositories` too",
        ),
        ("c.yaml", (2, 1), "Not found", "check the domain, its owner, the repository and the region"),
        ("d.yaml", (2, 1), "No such repository", "did you mean `npm-a`?"),
    ]
    assert all("Nothing was changed" in fault.detail for fault in found)
    assert endpoint.calls.count("ListPackages") == 0


@pytest.mark.parametrize("seed", [domains(acme={})])
def test_all_repositories_of_a_domain_that_has_none_are_a_fault(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, manifest("all"))
    (fault,) = faults(endpoint, tmp_path)
    assert fault.summary == "Domain has no repository"
    assert fault.place
    assert fault.place.line == 2


def test_a_statement_whose_exceptions_are_all_that_there_is_is_a_fault(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, manifest("all", "{status: Archived, except: [npm-?, npm-forensics, maven]}"), "a.yaml")
    declared(tmp_path, manifest('["*"]', "{status: Archived, except: [npm-?]}"), "b.yaml")
    (fault,) = faults(endpoint, tmp_path)
    assert fault.summary == "Statement reaches no repository"
    assert "`maven`, `npm-?`, `npm-forensics`" in fault.detail
    assert fault.place
    assert Path(fault.place.file).name == "a.yaml"


def test_the_domain_of_another_account_is_a_fault_with_its_place(endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest("all").replace("domain: acme\n", 'domain: acme\ndomainOwner: "111122223333"\n')
    declared(tmp_path, text)
    (fault,) = faults(endpoint, tmp_path)
    assert "ListRepositoriesInDomain of domain acme" in fault.detail
    assert fault.place
    assert fault.place.line == 3


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("ListRepositoriesInDomain", "domain/acme"),
        ("ListPackages", "repository/acme/npm-b"),
        ("ListPackageVersions", "package/acme/npm-b/*"),
    ],
)
def test_a_right_that_is_missing_for_one_repository_is_a_fault_that_names_it(
    endpoint: Endpoint, tmp_path: Path, call_as: CallAs, action: str, resource: str
) -> None:
    declared(tmp_path, manifest("all"))
    arn = f"arn:aws:codeartifact:eu-west-1:123456789012:{resource}"
    call_as(policy(EVERYTHING, {"Effect": "Deny", "Action": f"codeartifact:{action}", "Resource": arn}))
    found = faults(endpoint, tmp_path)
    assert {fault.summary for fault in found} == {"Permission is missing"}
    named = "domain acme" if resource == "domain/acme" else "acme/npm-b"
    assert all(named in fault.detail and f"codeartifact:{action}" in fault.hint for fault in found)


@pytest.mark.parametrize("operation", ["ListPackages", "ListPackageVersions"])
def test_a_repository_that_is_deleted_while_it_is_read_is_a_fault_that_names_it(tmp_path: Path, operation: str) -> None:
    declared(tmp_path, manifest("all"))
    with Endpoint.start(seed=SEED) as endpoint:
        asked = client(endpoint)

        def delete() -> None:
            asked.delete_repository(domain="acme", repository="npm-b")

        endpoint.faults.plant(operation=operation, times=1, before=delete)
        gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1))
        wide = load(tmp_path).wide
        with pytest.raises(ObservationError) as caught:
            find_copies(gateway, wide, (), 1)
        again = find_copies(gateway, wide, (), 4)
    gone = "`acme/npm-b` was listed a moment ago, so it may have been deleted meanwhile."
    assert {(fault.detail.split("\n")[-1], fault.hint) for fault in caught.value.faults} == {(gone, "run it again")}
    assert {each.coordinates.repository.name for each in again.observed} == {"npm-a", "npm-forensics", "maven"}


def test_credentials_that_are_no_longer_good_are_said_once(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, manifest("all"), "a.yaml")
    declared(tmp_path, manifest("all", domain="zeta"), "b.yaml")
    endpoint.faults.plant(operation="ListRepositoriesInDomain", code="ExpiredTokenException")
    with pytest.raises(CredentialsError):
        find_copies(
            connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1)), load(tmp_path).wide, (), 4
        )
