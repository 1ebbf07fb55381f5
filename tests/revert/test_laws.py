"""What holds of every revert: what can go back goes back, nothing else changes, and a second time nothing happens."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from packagestate.provider.apply.apply import apply
from packagestate.provider.gateway import ListedPackage
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import manuscript
from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.population import AskedDomain, Population
from packagestate.provider.revert.reverting import Report, revert
from packagestate.provider.state.plan_file import read_plan
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.load import load
from packagestate.schemas.status import IRREVERSIBLE, Status
from tests.revert.plans import plan_text
from tests.support.model_gateway import ModelGateway
from tests.support.strategies import origins

STORE = Repository("acme", "npm-store")
PLACES = tuple(Coordinates(STORE, Format.NPM, None, name) for name in ("chalk", "debug"))
NAMES = [f"{number}.0.0" for number in range(6)]
FOUND = st.sampled_from([Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED])
WANTED = st.sampled_from([Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.DELETED])


class Account(ModelGateway):
    """A whole repository, each of whose packages is a model of its own."""

    def __init__(self, packages: dict[Coordinates, ModelGateway]) -> None:
        super().__init__(PLACES[0], None)
        self.packages = packages

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        return self.packages[coordinates].list_versions(coordinates)

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        return self.packages[coordinates].read_origin(coordinates)

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        assert (repository, package_format) == (STORE, Format.NPM)
        return (ListedPackage(place, each.origin) for place, each in self.packages.items())

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        raise AssertionError(f"there is no lock for {domain} of {domain_owner}")

    def list_population(self, coordinates: Coordinates) -> Population | None:
        raise AssertionError(f"there is no rule about {coordinates}")

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        raise AssertionError(f"there is no rule about {coordinates}@{version}")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Account, dict[Coordinates, StatedPackage]]:
    """What AWS has, and what manifests ask of it."""
    packages, asked = {}, {}
    for place in PLACES:
        found = draw(st.dictionaries(st.sampled_from(NAMES), FOUND))
        versions = tuple(ObservedVersion(name, status, f"r{name}") for name, status in sorted(found.items()))
        packages[place] = ModelGateway.of(ObservedPackage(place, versions, draw(origins)))
        wanted = draw(st.dictionaries(st.sampled_from(sorted(found) or NAMES), WANTED, max_size=len(found)))
        entries = tuple(ObservedVersion(name, status, "") for name, status in sorted(wanted.items()))
        asked[place] = StatedPackage(place, entries, draw(st.none() | origins), ())
    return Account(packages), asked


# What two manifests for several repositories say, by the file, the package and the version.
Wide = dict[tuple[str, Coordinates, str], Status]
SCOPES = {"a.yaml": "all", "b.yaml": '["npm-*"]'}
FLOORS = st.sampled_from([Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED])
WIDE: st.SearchStrategy[Wide] = st.dictionaries(
    st.tuples(st.sampled_from(sorted(SCOPES)), st.sampled_from(PLACES), st.sampled_from(NAMES)), FLOORS, max_size=4
)


def write_wide(path: Path, wide: Wide) -> None:
    for file, scope in SCOPES.items():
        lines = [f"domain: acme\nrepositories: {scope}\nformat: npm\npackages:"]
        for place in PLACES:
            said = (f'"{name}": {status}' for (at, about, name), status in wide.items() if (at, about) == (file, place))
            lines.append(f"  {place.written}: {{versions: {{{', '.join(said)}}}}}")
        (path / file).write_text("\n".join(lines))


def run(account: Account, path: Path) -> str:
    """Plan and apply; the plan file."""
    manifests = load(path)
    literal = {each.coordinates: each for each in manifests.packages}
    floors = Floors(manifests.wide)
    found = {place: account.packages[place].observe() for place in PLACES}
    wanted = (combine(literal.get(place), floors.of(place), found[place], is_recorded=False) for place in PLACES)
    plans = [plan_package(each, found[each.coordinates]) for each in wanted if each is not None]
    assume(not any(each.refusals for each in plans))
    for each in plans:
        apply(account.packages[each.coordinates], each.coordinates, each.changes)
    return plan_text({each.coordinates: each.changes for each in plans})


def state(account: Account) -> dict[Coordinates, ObservedPackage]:
    return {place: gateway.observe() for place, gateway in account.packages.items()}


def reverted(account: Account, text: str, path: Path) -> Report:
    return revert(account, read_plan(text), path, 1, lambda _done, _total: None, is_dry_run=False)


def texts(path: Path) -> dict[Path, str]:
    return {each: each.read_text() for each in sorted(path.rglob("*.yaml"))}


def undo_by_git(path: Path, fate: str) -> None:
    """What somebody did with the manifest after the run."""
    if fate == "emptied":
        (path / "npm.yaml").write_text("domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n")
    elif fate == "gone":
        (path / "npm.yaml").unlink()


@given(worlds=worlds(), wide=WIDE, fate=st.sampled_from(["kept", "emptied", "gone"]), is_applied=st.booleans())
def test_what_can_go_back_goes_back_and_nothing_else_changes(
    *, worlds: tuple[Account, dict[Coordinates, StatedPackage]], wide: Wide, fate: str, is_applied: bool
) -> None:
    """Also where the manifests were taken back by Git, and where the plan was never carried out."""
    # What was not carried out and what nobody declares any more leaves what is said of several repositories to be done.
    assume(is_applied or fate == "kept" or not wide)
    account, asked = worlds
    items = [item for item in asked.values() if not item.is_empty]
    assume(items)
    before = state(account)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        write_wide(path, wide)
        (path / "npm.yaml").write_text(manuscript(STORE, Format.NPM, items))
        text = run(account, path)
        if not is_applied:
            account.packages = {place: ModelGateway.of(observed) for place, observed in before.items()}
        after = state(account)
        undo_by_git(path, fate)
        report = reverted(account, text, path)
        assert state(account) == after
        written = texts(path)
        run(account, path)
        again = reverted(account, text, path)
        assert (again.files, texts(path)) == ((), written)
    lost = {(each.coordinates, one.subject) for each in report.decisions for one in each.lost}
    for place, ended in state(account).items():
        was = {each.version: each for each in before[place].versions}
        became = {each.version: each for each in after[place].versions}
        for version, first in was.items():
            if not is_applied and (place, version) in lost:
                # No manifest can say Unfinished, and an entry can override one file: what asks for more stands, and
                # the report says so.
                assert first.status is Status.UNFINISHED or all((file, place, version) in wide for file in SCOPES)
                continue
            is_undone = version in became and is_reversible(first, became[version])
            if (place, version) in lost and is_undone:
                assert any((file, place, version) in wide for file in SCOPES)
                is_undone = False
            # What is lost stays what the plan made of it.
            expected = first if is_undone else became.get(version)
            assert {each.version: each for each in ended.versions}.get(version) == expected
            assert is_undone or not is_applied or (place, version) in lost
        assert ended.origin == (before[place].origin if fate == "kept" else after[place].origin)


def is_reversible(was: ObservedVersion, became: ObservedVersion) -> bool:
    return was == became or (became.status not in IRREVERSIBLE and was.status is not Status.UNFINISHED)
