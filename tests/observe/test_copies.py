"""Where the packages are that statements for several repositories are about, and what it costs to find out."""

import math
from collections import Counter
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import ObservationError
from packagestate.provider.observe.copies import Copies, find_copies
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.load import load
from packagestate.schemas.wide_version import WideVersion
from tests.support.stores import domains, repository, without_content

MANIFEST = """\
domain: acme
repositories: {repositories}
format: npm
packages:
{packages}
"""


def stated(folder: Path, repositories: str, *names: str, details: str = "Archived") -> tuple[WideVersion, ...]:
    packages = "\n".join(f'  {name}: {{versions: {{"1.0.0": {details}}}}}' for name in names)
    (folder / "wide.yaml").write_text(MANIFEST.format(repositories=repositories, packages=packages))
    return load(folder).wide


def found(endpoint: Endpoint, wide: tuple[WideVersion, ...]) -> Copies:
    endpoint.calls.clear()
    return find_copies(connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url)), wide, (), 4)


@pytest.mark.parametrize(("size", "named"), [(0, 1), (3, 1), (3, 3), (999, 18), (1500, 2), (3500, 3), (2500, 18)])
def test_the_calls_are_at_most_twice_those_of_the_cheaper_way(tmp_path: Path, size: int, named: int) -> None:
    held = {f"p{number}": ["1.0.0"] for number in range(size)}
    seed = {**domains(acme={"store": repository(npm=held)}), "content": False}
    with Endpoint.start(seed=seed) as endpoint:
        copies = found(endpoint, stated(tmp_path, "all", *(f"p{number}" for number in range(named))))
        calls = Counter(call.operation for call in endpoint.calls)
    hits = min(size, named)
    assert len(copies.observed) == hits
    assert calls.pop("ListRepositoriesInDomain") == 1
    assert calls.total() <= 2 * min(named, max(1, math.ceil(size / 1000)) + hits)


# One of 50,000 is in tests/engine/test_whole_domain.py.
SIZES = {"tiny": 10, "small": 100, "medium": 1_000, "large": 5_000}


def test_of_a_domain_each_repository_is_asked_in_a_way_that_fits_its_size(tmp_path: Path) -> None:
    """Of what is named, each repository holds every second package as far as it is large enough."""
    held = {name: {f"p{number}": ["1.0.0"] for number in range(size)} for name, size in SIZES.items()}
    repositories = {name: repository(npm=packages) for name, packages in held.items()}
    with Endpoint.start(seed=without_content(domains(acme=repositories))) as endpoint:
        for named in (1, 4, 18, 64):
            names = [f"p{number}" if number % 2 == 0 else f"absent-{number}" for number in range(named)]
            copies = found(endpoint, stated(tmp_path, "all", *names))
            counts = Counter((call.operation, str(call.parameters.get("repository", ""))) for call in endpoint.calls)
            assert counts.pop(("ListRepositoriesInDomain", "")) == 1
            for name, size in SIZES.items():
                pages, hits = size // 1_000 or 1, (min(named, size) + 1) // 2
                assert sum(each.coordinates.repository.name == name for each in copies.observed) == hits
                swept, listed = (counts.pop((each, name), 0) for each in ("ListPackages", "ListPackageVersions"))
                assert swept == (0 if named == 1 else min(pages, named))
                assert listed == (named if size >= named * 1_000 or named == 1 else hits)
                assert swept + listed <= 2 * min(named, pages + hits)
            assert not counts


def test_only_the_repositories_that_are_meant_are_asked(tmp_path: Path) -> None:
    held = repository(npm={"chalk": ["1.0.0"]})
    seed = domains(acme=dict.fromkeys(("npm-a", "npm-b", "npm-scratch", "maven"), held))
    with Endpoint.start(seed=seed) as endpoint:
        copies = found(endpoint, stated(tmp_path, '["npm-*", "!npm-scratch"]', "chalk"))
        assert [each.coordinates.repository.name for each in copies.observed] == ["npm-a", "npm-b"]
        assert endpoint.calls.count("ListPackageVersions") == 2
        excepted = stated(tmp_path, "all", "chalk", details='{status: Archived, except: ["npm-*"]}')
        copies = found(endpoint, excepted)
        assert [each.coordinates.repository.name for each in copies.observed] == ["maven"]
    assert len(copies.repositories) == 4


@pytest.mark.parametrize(
    ("repositories", "details"),
    [
        ('["npm-*", "gone"]', "Archived"),
        ('["npm-*", "!gone"]', "Archived"),
        ("all", "{status: Archived, except: [gone]}"),
    ],
)
def test_a_name_that_fits_nothing_is_a_fault_with_its_place(tmp_path: Path, repositories: str, details: str) -> None:
    with (
        Endpoint.start(seed=domains(acme={"npm-a": repository()})) as endpoint,
        pytest.raises(ObservationError) as caught,
    ):
        found(endpoint, stated(tmp_path, repositories, "chalk", "debug", details=details))
    (fault,) = caught.value.faults
    pattern = "!gone" if "!" in repositories else "gone"
    assert fault.detail == (
        f"`{pattern}` fits no repository of the domain `acme`, which has `npm-a`. Nothing was changed."
    )
    assert fault.place


@pytest.mark.parametrize("operation", ["ListPackages", "ListPackageVersions"])
def test_a_repository_that_cannot_be_read_is_never_clean(tmp_path: Path, operation: str) -> None:
    with Endpoint.start(
        seed=domains(acme={"npm-a": repository(npm={"chalk": ["1.0.0"], "debug": ["1.0.0"]})})
    ) as endpoint:
        endpoint.faults.plant(operation=operation, code="AccessDeniedException", status=403)
        with pytest.raises(ObservationError, match="npm-a"):
            found(endpoint, stated(tmp_path, "all", "chalk", "debug"))


def test_what_is_listed_already_is_not_asked_again(tmp_path: Path) -> None:
    held = repository(npm={"chalk": ["1.0.0"]})
    with Endpoint.start(seed=domains(acme={"npm-a": held, "npm-b": held})) as endpoint:
        known = Coordinates(Repository("acme", "npm-a"), Format.NPM, None, "chalk")
        gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
        copies = find_copies(gateway, stated(tmp_path, "all", "chalk"), [known], 4)
        assert [each.coordinates.repository.name for each in copies.observed] == ["npm-b"]
        assert endpoint.calls.count("ListPackageVersions") == 1


def test_a_repository_is_known_to_be_gone_only_where_its_domain_was_listed() -> None:
    there, gone = Repository("acme", "npm-a"), Repository("acme", "npm-z")
    other, owned = Repository("other", "npm-z"), Repository("acme", "npm-z", "123456789012")
    copies = Copies(frozenset({there}))
    assert copies.lost([there, gone, other, owned]) == {gone}
    assert Copies().lost([gone]) == frozenset()
