"""A wave of compromised releases: 30 of 18 packages, in some of the 40 repositories of a domain, in uneven ways."""

import re
from collections.abc import Mapping
from math import ceil

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.support.braces import expanded
from tests.support.stores import Seed, domains, repository, without_content

PAGE = 1_000

REPOSITORIES = tuple(f"team-{number:02}" for number in range(1, 41))
PACKAGES = tuple(f"package-{number:02}" for number in range(1, 19))
HEALTHY = tuple(f"1.{number}.0" for number in range(8))
RELEASES = tuple((name, version) for name in PACKAGES for version in ("9.0.1", "9.0.2"))[:24] + tuple(
    (name, "9.0.1") for name in PACKAGES[12:]
)
# In how many repositories a release is, and by which steps these lie apart.
COUNTS, STEPS = (40, 1, 2, 3, 5, 8, 13, 21, 34, 0), (1, 3, 7, 9)
# How many other packages a repository holds: most of them few, and some many.
SIZES, LARGE = (10, 30, 100, 300), {"team-01": 5_000, "team-02": 1_000, "team-40": 50_000}

Copy = tuple[str, str, str]

COPIES: frozenset[Copy] = frozenset(
    (REPOSITORIES[(7 * number + STEPS[number % 4] * index) % 40], *release)
    for number, release in enumerate(RELEASES)
    for index in range(COUNTS[number % 10])
)
"""Repository, package and version of each copy that there is."""


def held(name: str) -> dict[str, tuple[str, ...]]:
    """The versions of each of the packages that a repository holds; of some of them healthy ones alone."""
    place = REPOSITORIES.index(name)
    found = {}
    for number, package in enumerate(PACKAGES):
        bad = tuple(version for where, each, version in sorted(COPIES) if (where, each) == (name, package))
        if bad or (place + number) % 3 == 0:
            found[package] = HEALTHY + bad
    return found


def size(name: str) -> int:
    """How many other packages a repository holds."""
    return LARGE.get(name) or SIZES[REPOSITORIES.index(name) % len(SIZES)]


def seed() -> Seed:
    repositories = {}
    for name in REPOSITORIES:
        others = {f"others/package-{number}": ("1.0.0",) for number in range(size(name))}
        ours = {f"wave/{package}": versions for package, versions in held(name).items()}
        repositories[name] = repository(generic={**others, **ours})
    return without_content(domains(acme=repositories))


def manifest() -> str:
    lines = ["domain: acme", "repositories: all", "format: generic", "packages:"]
    for package in PACKAGES:
        lines += [f"  wave/{package}:", "    versions:"]
        lines += [
            f'      "{version}": {{status: Disposed, reason: "compromised release"}}'
            for name, version in RELEASES
            if name == package
        ]
    return "\n".join([*lines, ""])


def listing_calls(name: str) -> Mapping[str, int]:
    """The calls that ours makes for one repository: a sweep that ends early where listing each package is cheaper."""
    hits, pages = len(held(name)), ceil((size(name) + len(held(name))) / PAGE)
    if pages > len(PACKAGES):
        return {"ListPackages": len(PACKAGES), "ListPackageVersions": len(PACKAGES)}
    return {"ListPackages": pages, "ListPackageVersions": hits}


def cheaper_way_count(name: str) -> int:
    """The calls of the cheaper way, which only somebody knows who has seen how large the repository is."""
    hits, pages = len(held(name)), ceil((size(name) + len(held(name))) / PAGE)
    return min(len(PACKAGES), pages + hits)


def coordinates(repository_name: str, package: str) -> Coordinates:
    return Coordinates(Repository("acme", repository_name), Format.GENERIC, "wave", package)


def ours(text: str) -> list[str]:
    """The lines of the program among those of the engine."""
    found = re.search(r"^Diagnostics:\n  pulumi:pulumi:Stack \(\S+\):\n((?:    .+\n)+)", text, re.MULTILINE)
    assert found, text
    return [line.removeprefix("    ") for line in found[1].splitlines()]


def copies_in(lines: list[str]) -> frozenset[Copy]:
    """The copies that a plan names, each with its repository."""
    copies: set[Copy] = set()
    repositories: list[str] = []
    package = ""
    for line in lines:
        if heading := re.fullmatch(r"wave/(\S+) \(generic\) in (?:(\d+) repositories of acme \((.+)\)|(.+))", line):
            package = heading[1]
            repositories = expanded(heading[3] or heading[4].replace("acme/", ""))
            assert heading[2] is None or int(heading[2]) == len(set(repositories))
        elif row := re.match(
            r"  (\S.*?)  +Published -> Disposed  cannot be undone  (?:overrides Published  )?\"compromised release\"",
            line,
        ):
            copies |= {(each, package, version) for each in repositories for version in row[1].split(", ")}
    return frozenset(copies)
