"""One manifest for a whole domain, with the real engine: 40 repositories, 18 packages, 30 releases of a wave."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Sandbox
from tests.adoption.seeds import ALL, adopted
from tests.engine.removing import ended
from tests.engine.wave import (
    COPIES,
    HEALTHY,
    PACKAGES,
    RELEASES,
    REPOSITORIES,
    Copy,
    cheaper_way_count,
    coordinates,
    copies_in,
    held,
    listing_calls,
    manifest,
    ours,
    seed,
)
from tests.support.asking import client
from tests.support.publishing import publish
from tests.support.sandboxes import new_sandbox
from tests.support.stores import domains, repository, without_content

pytestmark = pytest.mark.engine

MOST_LINES = 80
FEW = REPOSITORIES[:4]
SEED = without_content(
    domains(
        acme={
            name: repository(generic={f"wave/{package}": versions for package, versions in held(name).items()})
            for name in FEW
        }
    )
)


def stack(folder: Path, endpoint: Endpoint) -> Sandbox:
    sandbox = new_sandbox(folder, endpoint.url)
    sandbox.configure(irreversibleLimit=str(len(RELEASES)))
    # As the page about shared state recommends for large runs: the state is written once, at the end.
    sandbox.variables["PULUMI_SKIP_CHECKPOINTS"] = "true"
    return sandbox


@pytest.fixture
def domain() -> Iterator[Endpoint]:
    with Endpoint.start(seed=seed()) as endpoint:
        yield endpoint


def disposed(endpoint: Endpoint) -> Counter[Copy]:
    """What was written, which is nothing but disposals that went well."""
    writes = endpoint.calls.writes
    assert all(each.operation == "DisposePackageVersions" and each.succeeded for each in writes)
    return Counter(
        (each.parameters["repository"], each.parameters["package"], version)
        for each in writes
        for version in each.parameters["versions"]
    )


def least_calls(endpoint: Endpoint) -> None:
    """That the calls of a look at the whole domain are those that the size of each repository makes necessary."""
    counts = Counter((each.operation, str(each.parameters.get("repository", ""))) for each in endpoint.calls)
    assert counts.pop(("ListRepositoriesInDomain", "")) == 1
    for name in REPOSITORIES:
        found = {operation: counts.pop((operation, name), 0) for operation in ("ListPackages", "ListPackageVersions")}
        assert found == listing_calls(name), name
        assert sum(found.values()) <= 2 * cheaper_way_count(name), name
    assert not counts


def test_one_manifest_disposes_every_copy_that_the_preview_names_and_nothing_else(
    tmp_path: Path, domain: Endpoint
) -> None:
    sandbox = stack(tmp_path, domain)
    sandbox.declare(manifest())
    lines = ours(ended(sandbox.preview()))
    assert len(lines) <= MOST_LINES
    assert copies_in(lines) == COPIES
    least_calls(domain)

    domain.calls.clear()
    ended(sandbox.up())
    assert disposed(domain) == Counter(COPIES)
    writing = Counter(each.parameters["repository"] + each.parameters["package"] for each in domain.calls.writes)
    assert set(writing.values()) == {1}, "one call for each package and repository"

    # A healthy release is cached meanwhile, in a repository that had nothing of the package, and in a new one.
    client(domain).create_repository(domain="acme", repository="later")
    without = next(name for name in REPOSITORIES if PACKAGES[0] not in held(name) or PACKAGES[1] not in held(name))
    absent = next(package for package in PACKAGES[:2] if package not in held(without))
    publish(domain, coordinates(without, absent), "2.0.0")
    publish(domain, coordinates("later", PACKAGES[0]), "2.0.0")
    ended(sandbox.preview("--expect-no-changes"))

    publish(domain, coordinates("later", PACKAGES[0]), "9.0.1")
    domain.calls.clear()
    ended(sandbox.up())
    assert disposed(domain) == {("later", PACKAGES[0], "9.0.1"): 1}


def test_a_tree_that_was_adopted_with_all_its_versions_does_not_stand_in_the_way(
    tmp_path: Path, endpoint: Endpoint
) -> None:
    sandbox = stack(tmp_path, endpoint)
    adopted(endpoint.url, sandbox.folder, ALL)
    file = str(sandbox.folder / "import.json")
    ended(
        sandbox.pulumi("import", "--stack", STACK, "--file", file, "--generate-code=false", "--protect=false", "--yes")
    )
    written = {path: path.read_text() for path in (sandbox.folder / "packages").rglob("*.yaml")}
    assert len(written) == len(FEW)

    sandbox.declare(manifest(), "wave.yaml")
    endpoint.calls.clear()
    text = ended(sandbox.up(), "overrides Published")
    there = frozenset(each for each in COPIES if each[0] in FEW)
    assert disposed(endpoint) == Counter(there)
    assert copies_in(ours(text)) == there
    ended(sandbox.preview("--expect-no-changes"))
    assert all(path.read_text() == before for path, before in written.items())
    named = sum(text.count(f'"{version}": Published') for text in written.values() for version in HEALTHY)
    assert named == sum(len(HEALTHY) for name in FEW for _ in held(name))
