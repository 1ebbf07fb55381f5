"""Random folders of manifests and domains, and a reading of how statements combine that shares no code with ours.

- A statement for one repository is exact; one for several says what a version must at least be.
- The most restrictive statement counts. One for one repository stands over a file for several where it says so.
- Where AWS has a version as restrictive as that, or more, or has not got it, nothing is planned and nothing refused.
- A package is managed where a statement for one repository names it, where a version is present that one for several
  names, or where the state has it, its repository is there, and one for several is about it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.plan.patterns import exceptions, scopes

# By format and by the name that nobody spells otherwise.
SPELLINGS = {
    ("npm", "chalk"): ("chalk",),
    ("npm", "@acme/ui"): ("@acme/ui",),
    ("pypi", "foo-bar"): ("foo-bar", "Foo._Bar"),
}
REPOSITORIES = ("npm-live", "npm-store", "tools")
VERSIONS = ("1.0", "2.0")
RANKS = {"Unfinished": 0, "Published": 0, "Unlisted": 1, "Archived": 2, "Disposed": 3, "Deleted": 4}
FLOORS = ("Unlisted", "Archived", "Disposed")
REFUSED = "refused"

File = Mapping[str, Any]
Value = TypeVar("Value")


class Package(NamedTuple):
    """One package of one repository."""

    domain: str
    repository: str
    format: str
    name: str

    @property
    def coordinates(self) -> Coordinates:
        namespace, _, name = self.name.removeprefix("@").rpartition("/")
        return Coordinates(Repository(self.domain, self.repository), Format(self.format), namespace or None, name)


class Case(NamedTuple):
    """A folder and the domains; `over` in a file is the number of another file."""

    files: Sequence[File]
    repositories: Sequence[tuple[str, str]]
    present: Mapping[Package, Mapping[str, str]]
    recorded: frozenset[Package]

    @property
    def places(self) -> tuple[Package, ...]:
        """Every package of every repository, and one in a repository that is gone."""
        return tuple(Package(*place, *name) for place in (*self.repositories, ("acme", "gone")) for name in SPELLINGS)


# Statements about the same version in the same place are what the rules are about: everything is drawn so that they are
# frequent.
domains = st.sampled_from(["acme"] * 8 + ["beta"])
formats = st.sampled_from(["npm"] * 4 + ["pypi"])


@st.composite
def most(draw: st.DrawFn, values: Sequence[Value]) -> list[Value]:
    """Three of four, on average; what Hypothesis likes best is all of them."""
    return [each for each in values if draw(st.integers(0, 3)) < 3]


def names(package_format: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    return most([name for name in SPELLINGS if name[0] == package_format])


@st.composite
def wide_files(draw: st.DrawFn) -> File:
    package_format, named = draw(formats), draw(scopes)
    packages = {}
    for name in draw(names(package_format)):
        said = {version: draw(wide_details(named)) for version in draw(most(VERSIONS))}
        packages[draw(st.sampled_from(SPELLINGS[name]))] = {"versions": said}
    return {"domain": draw(domains), "repositories": named, "format": package_format, "packages": packages}


@st.composite
def wide_details(draw: st.DrawFn, named: str | list[str]) -> object:
    status = draw(st.sampled_from(FLOORS))
    has_exceptions, has_reason = draw(st.booleans()), draw(st.booleans())
    excepted = {"except": draw(exceptions(named))} if has_exceptions else {}
    reason = {"reason": "why"} if has_reason else {}
    return {"status": status, **excepted, **reason} if excepted or reason else status


@st.composite
def literal_files(draw: st.DrawFn, place: tuple[str, str], package_format: str, others: Sequence[File]) -> File:
    packages: dict[str, Any] = {}
    for name in draw(names(package_format)):
        written = draw(st.sampled_from(SPELLINGS[name]))
        if draw(st.integers(0, 7)) == 0:
            packages[written] = {"status": "Deleted"}
            continue
        packages[written] = {"versions": {}}
        for version in draw(most(VERSIONS)):
            status = draw(st.sampled_from(tuple(RANKS)[1:]))
            speaking = [number for number, each in enumerate(others) if _speaks(each, place, name, version)]
            over = draw(st.sampled_from([None, *speaking]))
            packages[written]["versions"][version] = status if over is None else {"status": status, "over": over}
    return {"domain": place[0], "repository": place[1], "format": package_format, "packages": packages}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to two files for several repositories, and up to two for one, of which the second may repeat the first.

    Whoever repeats it may forget what it stands over, which contradicts it.
    """
    repositories = draw(st.lists(st.tuples(domains, st.sampled_from(REPOSITORIES)), min_size=1, unique=True))
    files = [draw(wide_files()) for _ in range(draw(st.sampled_from([2, 2, 1])))]
    wide = tuple(files)
    kinds = [draw(st.tuples(st.sampled_from(repositories), formats)) for _ in range(draw(st.sampled_from([1, 2, 0])))]
    files += [draw(literal_files(*kind, wide)) for kind in dict.fromkeys(kinds)]
    if len(kinds) == 1 and draw(st.booleans()):
        files.append(draw(st.sampled_from([files[-1], _without_over(files[-1])])))
    statuses = st.sampled_from([each for each in RANKS if each != "Deleted"])
    places = Case(files, repositories, {}, frozenset()).places
    held = draw(most([place for place in places if place[:2] in repositories]))
    present = {place: {version: draw(statuses) for version in draw(most(VERSIONS))} for place in held}
    return Case(files, repositories, present, frozenset(draw(st.lists(st.sampled_from(places), max_size=3))))


def floors(case: Case, place: Package, version: str) -> dict[int, str]:
    """What the files for several repositories say of one version in one place, by the number of the file."""
    found = {}
    for number, file in enumerate(case.files):
        if "repositories" not in file or not _is_in(place.repository, file["repositories"]):
            continue
        for said in _said_of(file, place.domain, place[2:]):
            details = details_of(said, version)
            if details and not any(_fits(place.repository, each) for each in details.get("except", ())):
                found[number] = details["status"]
    return found


def literals(case: Case, place: Package) -> list[Mapping[str, Any]]:
    """What the files for one repository say of one package there."""
    files = [file for file in case.files if file.get("repository") == place.repository]
    return [said for file in files for said in _said_of(file, place.domain, place[2:])]


def details_of(said: Mapping[str, Any], version: str) -> Mapping[str, Any] | None:
    """What is said of a version below the name of its package."""
    details = said.get("versions", {}).get(version)
    return {"status": details} if isinstance(details, str) else details


def outcome(case: Case, place: Package, version: str) -> str | None:
    """The status that a version gets, or that it is refused; None where nothing happens."""
    now = case.present.get(place, {}).get(version)
    said = literals(case, place)
    if any("status" in each for each in said):
        return "Deleted" if now else None
    literal = next(filter(None, (details_of(each, version) for each in said)), None)
    over = literal.get("over") if literal else None
    stated = [status for number, status in floors(case, place, version).items() if number != over]
    floor = max(stated, key=RANKS.__getitem__, default=None)
    if literal is None or (floor is not None and RANKS[literal["status"]] < RANKS[floor]):
        return floor if floor and now and RANKS[now] < RANKS[floor] else None
    wanted: str = literal["status"]
    if wanted == now or (now is None and wanted in {"Archived", "Disposed", "Deleted"}):
        return None
    return REFUSED if now is None or (now == "Disposed" and wanted != "Deleted") else wanted


def is_managed(case: Case, place: Package) -> bool:
    """Whether there is a resource for a package."""
    present = case.present.get(place, {})
    stated = [version for version in VERSIONS if floors(case, place, version)]
    is_kept = place in case.recorded and place[:2] in case.repositories and bool(stated)
    return bool(literals(case, place)) or any(version in present for version in stated) or is_kept


def is_contradictory(case: Case) -> bool:
    """Whether two files for one repository, or for the same several ones, do not say the same of a version."""
    # Also of a domain in which the case has no repository: the folder alone is refused.
    nowhere = {Package(file["domain"], "gone", *name) for file in case.files for name in SPELLINGS}
    for place in {*case.places, *nowhere}:
        for version in VERSIONS:
            stated = [details for said in literals(case, place) if (details := details_of(said, version))]
            if len({each.get("over") for each in stated}) > 1:
                return True
            scopes: dict[frozenset[str], set[tuple[str, frozenset[str]]]] = {}
            for file in case.files:
                scope = frozenset(["all"] if file.get("repositories") == "all" else file.get("repositories", ()))
                for said in _said_of(file, place.domain, place[2:]) if scope else ():
                    if details := details_of(said, version):
                        whole = details["status"], frozenset(details.get("except", ()))
                        scopes.setdefault(scope, set()).add(whole)
            if any(len(each) > 1 for each in scopes.values()):
                return True
    return False


def _without_over(node: Any) -> Any:  # noqa: ANN401 - whatever YAML can hold
    if not isinstance(node, dict):
        return node
    return {key: _without_over(each) for key, each in node.items() if key != "over"}


def _said_of(file: File, domain: str, name: tuple[str, str]) -> Iterator[Mapping[str, Any]]:
    """What a file has below the name of a package."""
    if (file["domain"], file["format"]) == (domain, name[0]):
        for written, said in file["packages"].items():
            if (re.sub("[-_.]+", "-", written).lower() if name[0] == "pypi" else written) == name[1]:
                yield said


def _speaks(file: File, place: tuple[str, str], name: tuple[str, str], version: str) -> bool:
    """Whether a file for several repositories says something of a version in one of them."""
    stated = [details for said in _said_of(file, place[0], name) if (details := details_of(said, version))]
    is_left_out = any(_fits(place[1], each) for details in stated for each in details.get("except", ()))
    return bool(stated) and _is_in(place[1], file["repositories"]) and not is_left_out


def _is_in(name: str, scope: str | Sequence[str]) -> bool:
    if scope == "all":
        return True
    inside = [each for each in scope if each[0] != "!"]
    outside = [each[1:] for each in scope if each[0] == "!"]
    return (not inside or any(_fits(name, each) for each in inside)) and not any(_fits(name, each) for each in outside)


def _fits(name: str, pattern: str) -> bool:
    """A star is any text, and a question mark is one character."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(_fits(name[start:], pattern[1:]) for start in range(len(name) + 1))
    return bool(name) and pattern[0] in {"?", name[0]} and _fits(name[1:], pattern[1:])
