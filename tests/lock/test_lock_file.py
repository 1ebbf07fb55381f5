"""A file of the lock is read back as what was written, and whatever else stands there is damage."""

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.lock.rendering import render
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.document import compose
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.fitness import can_be_a_version, can_be_named
from packagestate.schemas.lock_file import read_lock
from packagestate.schemas.locked import Line, Lock, LockedPackage, is_of_lock
from packagestate.schemas.status import Status

FOLDER = PurePosixPath("packages")
STORE = Repository("acme", "npm-store")
RULES = {"recent": "0123456789abcdef", "no": "fedcba9876543210"}
DAY = date(2026, 11, 28)


def read(text: str, path: PurePosixPath | None = None) -> Lock:
    file = FOLDER / (path or Lock("123456789012", "eu-west-1", STORE, Format.NPM, {}).path)
    return read_lock(compose(text, str(file)), file, FOLDER)


def lock(*lines: Line, name: str = "chalk", namespace: str | None = None) -> Lock:
    coordinates = Coordinates(STORE, Format.NPM, namespace, name)
    packages = (LockedPackage(coordinates, tuple(sorted(lines))),) if lines else ()
    return Lock("123456789012", "eu-west-1", STORE, Format.NPM, RULES, packages)


statuses = st.sampled_from([Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    status = draw(statuses)
    version = draw(st.from_regex(r"[0-9]{1,3}\.[0-9]\.[0-9](-[a-z]{1,3})?", fullmatch=True))
    via = tuple(sorted(draw(st.sets(st.sampled_from([*RULES]), min_size=1))))
    pin = draw(st.from_regex("[A-Za-z0-9+/=]{1,20}", fullmatch=True)) if status is Status.DISPOSED else None
    return Line(version, status, via, draw(st.dates()), draw(st.sampled_from([Status.PUBLISHED, Status.ARCHIVED])), pin)


@given(
    st.lists(lines(), unique_by=lambda each: each.version),
    st.sampled_from(["chalk", "null", "é-1"]),
    st.none() | st.sampled_from(["acme", "1e3"]),
)
def test_what_was_written_is_read_back(said: list[Line], name: str, namespace: str | None) -> None:
    written = lock(*said, name=name, namespace=namespace)
    text = render(written)
    assert read(text, written.path) == written
    assert render(read(text)) == text


@given(
    st.text(min_size=1, max_size=12).filter(
        lambda text: can_be_a_version(Coordinates(STORE, Format.GENERIC, "a", "b"), text)
    ),
    st.text(min_size=1, max_size=12).filter(lambda text: can_be_named(Coordinates(STORE, Format.GENERIC, "a", text))),
)
def test_whatever_can_be_named_is_read_back(version: str, name: str) -> None:
    coordinates = Coordinates(STORE, Format.GENERIC, "a", name)
    said = Line(version, Status.ARCHIVED, ("no",), DAY, Status.PUBLISHED)
    written = Lock("123456789012", "eu-west-1", STORE, Format.GENERIC, RULES, (LockedPackage(coordinates, (said,)),))
    assert read(render(written), written.path) == written


GOOD = render(lock(Line("1.0.0", Status.DISPOSED, ("recent",), DAY, Status.ARCHIVED, "r1")))


def test_a_version_is_a_line_of_its_own() -> None:
    assert GOOD.splitlines()[-4:] == [
        "packages:",
        "  chalk:",
        "    versions:",
        '      "1.0.0": {status: Disposed, via: [recent], since: "2026-11-28", was: Archived, revision: "r1"}',
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("status: Disposed", "status: Published", "packages.chalk.versions.1.0.0.status"),
        ("status: Disposed", "status: Archived", "a line has a revision if, and only if, it says `Disposed`"),
        (', revision: "r1"', "", "a line has a revision if, and only if, it says `Disposed`"),
        ("via: [recent]", "via: [gone]", "`via` names `gone`, of which `rules` has no digest"),
        ("via: [recent]", "via: []", "via"),
        ("2026-11-28", "2026-02-30", "`2026-02-30` is no day"),
        ("2026-11-28", "yesterday", "since"),
        ("  chalk:", "  a/b:", "npm packages are written"),
        ("lockVersion: 1", "lockVersion: 2", "lockVersion"),
        ("domain: acme", "domain: other", "belongs to `packagestate.lock/ACCOUNT.REGION/other/npm-store.npm.yaml`"),
        ("format: npm", "format: pypi", "npm-store.pypi.yaml"),
        ("was: Archived", "was: Archived, extra: 1", "extra"),
        (GOOD, "[]", "Input should be"),
        (GOOD, "", "it is empty"),
        ("lockVersion: 1", "lockVersion: 1\nlockVersion: 1", "Duplicate key"),
    ],
)
def test_whatever_else_stands_there_is_damage(before: str, after: str, words: str) -> None:
    assert before in GOOD
    with pytest.raises(ManifestError) as damaged:
        read(GOOD.replace(before, after))
    assert words in str(damaged.value)


def test_a_file_that_lies_elsewhere_is_damage() -> None:
    for path in ("packagestate.lock/a.yaml", "packagestate.lock/1.eu/acme/npm-store.npm.yaml"):
        with pytest.raises(ManifestError, match="belongs to"):
            read(GOOD, PurePosixPath(path))


def test_a_version_is_spelt_as_aws_lists_it() -> None:
    text = GOOD.replace("format: npm", "format: nuget").replace('"1.0.0"', '"1.0.0+build"')
    with pytest.raises(ManifestError, match="not spelt as AWS lists it"):
        read(text, PurePosixPath("packagestate.lock/123456789012.eu-west-1/acme/npm-store.nuget.yaml"))


def test_what_belongs_to_the_lock() -> None:
    assert is_of_lock(FOLDER / "packagestate.lock" / "a" / "b.yaml", FOLDER)
    assert not is_of_lock(FOLDER / "a" / "packagestate.lock" / "b.yaml", FOLDER)
