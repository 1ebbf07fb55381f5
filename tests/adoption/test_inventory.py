"""What is declared of a package, what is not, and how a manifest spells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.adoption.inventory import select_package
from packagestate.provider.adoption.selection import Selection
from packagestate.provider.manifests.yaml_writer import manuscript, quoted
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.document import compose
from packagestate.schemas.nodes import Scalar, plain
from packagestate.schemas.quoting import warnings_of
from packagestate.schemas.status import Status
from packagestate.schemas.versions.natural import natural
from tests.adoption.seeds import ALL

STORE = Repository("acme", "npm-store")
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)


def observed(
    statuses: dict[str, Status],
    package_format: Format = Format.NPM,
    namespace: str | None = None,
    package: str = "chalk",
    origin: OriginConfiguration | None = None,
) -> ObservedPackage:
    versions = tuple(ObservedVersion(version, status, "r1") for version, status in sorted(statuses.items()))
    return ObservedPackage(Coordinates(STORE, package_format, namespace, package), versions, origin)


def named(package: ObservedPackage, selection: Selection | None = None) -> list[str]:
    return [version.version for version in select_package(package, selection or Selection()).versions]


EVERY = {
    "1": Status.PUBLISHED,
    "2": Status.UNLISTED,
    "3": Status.ARCHIVED,
    "4": Status.DISPOSED,
    "5": Status.UNFINISHED,
}


def test_by_itself_only_what_is_not_plainly_published_is_named() -> None:
    assert named(observed(EVERY)) == ["2", "3", "4"]
    assert named(observed(EVERY), ALL) == ["1", "2", "3", "4"]
    assert named(observed(EVERY), Selection(statuses={Status.DISPOSED})) == ["4"]


def test_what_is_unfinished_is_said_and_not_named() -> None:
    assert select_package(observed(EVERY), ALL).remarks == ("`5`: Unfinished, which nobody can declare; left out.",)


def test_many_that_are_left_out_are_counted() -> None:
    (remark,) = select_package(observed({f"1.{n}": Status.UNFINISHED for n in range(11)}), ALL).remarks
    assert remark == "`1.0`, `1.1`, `1.2` and 8 more: Unfinished, which nobody can declare; left out."


def test_versions_come_in_the_order_in_which_people_count() -> None:
    assert named(observed(dict.fromkeys(["1.10", "1.9", "1.9-beta", "10", "v2"], Status.ARCHIVED))) == [
        "1.9",
        "1.9-beta",
        "1.10",
        "10",
        "v2",
    ]


@given(st.lists(st.text()))
def test_every_two_names_have_an_order(names: list[str]) -> None:
    reverse = names[::-1]
    assert sorted(names, key=natural) == sorted(reverse, key=natural)


def test_builds_that_aws_unlisted_are_left_out_unless_all_are_wanted() -> None:
    build, archived = "1.0-20250101.120000-1", "1.0-20250102.120000-2"
    package = observed({build: Status.UNLISTED, archived: Status.ARCHIVED}, Format.MAVEN, "com.acme", "client")
    stock = select_package(package, Selection())
    assert [version.version for version in stock.versions] == [archived]
    assert stock.remarks == (f"`{build}`: a build of a snapshot, unlisted by CodeArtifact itself; left out.",)
    assert named(package, ALL) == [build, archived]


def test_the_origin_configuration_is_declared_where_that_is_wanted() -> None:
    package = observed({"1": Status.PUBLISHED}, origin=CLOSED)
    assert select_package(package, Selection()).is_empty
    stock = select_package(package, Selection(with_origin=True))
    assert not stock.is_empty
    assert "chalk:\n    origin: {publish: BLOCK, upstream: BLOCK}\n" in manuscript(STORE, Format.NPM, [stock])


@pytest.mark.parametrize(
    ("package_format", "namespace", "package"),
    [
        (Format.MAVEN, "com.acme", "a:b"),
        (Format.NPM, None, "@odd"),
        (Format.NPM, None, "bell\x07"),
        (Format.NPM, None, "unassigned\u0378"),
        (Format.GENERIC, None, "no-namespace"),
    ],
)
def test_a_name_that_no_manifest_can_hold_is_said(package_format: Format, namespace: str | None, package: str) -> None:
    stock = select_package(observed({"1": Status.ARCHIVED}, package_format, namespace, package), ALL)
    assert stock.is_empty
    (remark,) = stock.remarks
    assert remark.endswith("is none that a manifest can hold; left out.")
    assert remark.isprintable()


@pytest.mark.parametrize("version", ["1 0", "a/b", "x" * 256, "1\x1b[2J", "1\u0378"])
def test_a_version_that_no_manifest_can_hold_is_said(version: str) -> None:
    stock = select_package(observed({version: Status.ARCHIVED, "1": Status.ARCHIVED}), ALL)
    assert [each.version for each in stock.versions] == ["1"]
    (remark,) = stock.remarks
    assert "no version that a manifest can hold" in remark
    assert remark.isprintable()


def test_a_nuget_version_that_the_manifest_would_read_as_another_is_left_out() -> None:
    package = observed({"1.00": Status.ARCHIVED, "1.0": Status.ARCHIVED}, Format.NUGET, package="json")
    assert named(package) == ["1.0"]


def test_letters_of_other_scripts_are_pointed_out() -> None:
    text = manuscript(STORE, Format.NPM, [select_package(observed({"1.0-\u0430\u0431": Status.ARCHIVED}), ALL)])
    assert '      "1.0-\u0430\u0431": Archived  # holds U+0430, U+0431\n' in text


def test_a_new_manifest_reads_well() -> None:
    owned = Repository("acme", "npm-store", "123456789012")
    left_out = select_package(observed({"1": Status.UNFINISHED}, package="new"), Selection())
    stocks = [
        select_package(observed(EVERY), Selection()),
        left_out,
        select_package(observed(EVERY, package="ANSI"), ALL),
    ]
    assert (
        manuscript(owned, Format.NPM, stocks)
        == """\
# new: `1`: Unfinished, which nobody can declare; left out.
domain: acme
domainOwner: "123456789012"
repository: npm-store
format: npm
packages:
  ANSI:
    # `5`: Unfinished, which nobody can declare; left out.
    versions:
      "1": Published
      "2": Unlisted
      "3": Archived
      "4": Disposed
  chalk:
    # `5`: Unfinished, which nobody can declare; left out.
    versions:
      "2": Unlisted
      "3": Archived
      "4": Disposed
"""
    )


NAMES = st.one_of(
    st.sampled_from(
        ["on", "No", "NULL", "y", "1.10", "1e3", "0o14", ".inf", "~", "<<", "=", "a: b", "- a", "nan", "a.b"]
    ),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
)


@given(NAMES)
def test_a_name_is_read_as_it_is_by_every_tool(name: str) -> None:
    document = compose(f"{quoted(name)}: {quoted(name)}\n", "names.yaml")
    assert document.root is not None
    assert plain(document.root) == {name: name}
    assert document.unquoted == ()
    assert warnings_of(document.unquoted, document.root) == ()
    assert not document.faults
    assert not isinstance(document.root, Scalar)
