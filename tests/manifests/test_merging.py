"""New packages and versions come into manifests that people wrote, and nothing that they wrote changes."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.manifests.merging import merged
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import manuscript
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.status import Status
from packagestate.schemas.versions.order import version_order

STORE = Repository("acme", "npm-store")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
HEADER = "domain: acme\nrepository: npm-store\nformat: npm\n"


def item(
    package: str, *versions: str, origin: OriginConfiguration | None = None, remarks: Iterable[str] = ()
) -> StatedPackage:
    observed = tuple(ObservedVersion(version, Status.ARCHIVED, "r1") for version in versions)
    return StatedPackage(Coordinates(STORE, Format.NPM, None, package), observed, origin, tuple(remarks))


def with_added(text: str, *items: StatedPackage) -> str:
    return merged(HEADER + text, "packages/npm.yaml", items).removeprefix(HEADER)


KEPT = """\
# What security decided.
packages:
  # The incident of September.
  chalk:   # a string styler
    onRemoval: retain

    versions:
      # The compromised one.
      "5.6.1": {status: Disposed, reason: "compromised"}

      # Broken.
      "5.8.0":
        status: Archived
        reason: |
          It breaks
          # everything
      # "5.9.0": maybe later

  # Nobody needs this.
  zod:
    versions: {"1.0.0": Archived}
# The end.
"""


def test_comments_order_and_style_survive() -> None:
    added = with_added(KEPT, item("chalk", "5.5.0", "5.6.2", "5.10.0"), item("debug", "1.0.0"), item("zod", "2.0.0"))
    assert (
        added
        == """\
# What security decided.
packages:
  # The incident of September.
  chalk:   # a string styler
    onRemoval: retain

    versions:
      "5.5.0": Archived
      # The compromised one.
      "5.6.1": {status: Disposed, reason: "compromised"}
      "5.6.2": Archived

      # Broken.
      "5.8.0":
        status: Archived
        reason: |
          It breaks
          # everything
      "5.10.0": Archived
      # "5.9.0": maybe later
  debug:
    versions:
      "1.0.0": Archived

  # Nobody needs this.
  zod:
    versions: {"2.0.0": Archived, "1.0.0": Archived}
# The end.
"""
    )


def test_whoever_has_the_newest_on_top_gets_the_newest_on_top() -> None:
    text = 'packages:\n  chalk:\n    versions:\n      "3": Archived\n      "2": Archived\n'
    added = with_added(text, item("chalk", "1", "2.5", "4"))
    assert [line.strip()[1:].split('"')[0] for line in added.splitlines()[3:]] == ["4", "3", "2.5", "2", "1"]


def test_a_package_without_versions_gets_them() -> None:
    text = "packages:\n    chalk:\n        origin: {publish: BLOCK, upstream: BLOCK}\n    debug: {onRemoval: retain}\n"
    added = with_added(text, item("chalk", "1"), item("debug", "2", "3"))
    assert added == (
        "packages:\n    chalk:\n        origin: {publish: BLOCK, upstream: BLOCK}\n        versions:\n"
        '            "1": Archived\n    debug: {versions: {"2": Archived, "3": Archived}, onRemoval: retain}\n'
    )


def test_an_origin_configuration_is_added_to_a_package_without_one() -> None:
    text = 'packages:\n  chalk:\n    versions:\n      "1": Archived\n'
    added = with_added(text, item("chalk", origin=OPEN))
    assert added == (
        'packages:\n  chalk:\n    origin: {publish: ALLOW, upstream: ALLOW}\n    versions:\n      "1": Archived\n'
    )


def test_a_package_with_neither_gets_the_origin_configuration_alone() -> None:
    text = "packages:\n  chalk:\n    onRemoval: retain\n"
    assert with_added(text, item("chalk", origin=OPEN)) == f"{text}    origin: {{publish: ALLOW, upstream: ALLOW}}\n"


def test_a_manifest_that_is_wrong_is_not_added_to() -> None:
    with pytest.raises(ManifestError, match="Duplicate key"):
        with_added("packages:\n  chalk: {}\n  chalk: {}\n", item("debug", "1"))


def test_a_manifest_in_braces_stays_one() -> None:
    added = with_added("packages: {}\n", item("chalk", "1", origin=OPEN), item("debug", "2"))
    assert added == (
        'packages: {chalk: {origin: {publish: ALLOW, upstream: ALLOW}, versions: {"1": Archived}}, '
        'debug: {versions: {"2": Archived}}}\n'
    )
    assert with_added('packages: {chalk: {versions: {"1": Archived}}}\n', item("chalk", "0")) == (
        'packages: {chalk: {versions: {"0": Archived, "1": Archived}}}\n'
    )


def test_the_last_line_may_be_without_an_end() -> None:
    text = 'packages:\n  chalk:\n    versions:\n      "1": Archived'
    assert with_added(text, item("chalk", "2")) == f'{text}\n      "2": Archived\n'


def test_line_ends_of_windows_stay() -> None:
    text = f'{HEADER}packages:\n  chalk:\n    versions:\n      "1": Archived\n'.replace("\n", "\r\n")
    added = merged(text, "npm.yaml", [item("chalk", "2"), item("debug", "1")])
    assert added.startswith(text)
    assert added.count("\r\n") == added.count("\n") == text.count("\n") + 4


def test_a_line_separator_in_a_comment_moves_nothing() -> None:
    text = 'packages:\n  # one\u2028  # two\n  chalk:\n    versions:\n      "1": Archived\n      "3": Archived\n'
    assert with_added(text, item("chalk", "2")) == text.replace('      "3"', '      "2": Archived\n      "3"')


@pytest.mark.parametrize(
    "text",
    [
        'packages:\n  chalk:\n    versions: &common\n      "1": Archived\n  debug:\n    versions: *common\n',
        'packages:\n  chalk:\n    versions: &common {"1": Archived}\n',
        'packages:\n  chalk:\n    ? versions\n    : "1": Archived\n',
        'packages:\n  chalk:\n    versions:\n      "1": {\nstatus: Archived\n}\n',
        'packages:\n  debug: &common {versions: {"1": Archived}}\n  chalk: *common\n',
        'packages:\n  debug: &common\n    versions: {"1": Archived}\n  chalk: *common\n',
    ],
    ids=["anchor", "anchor in braces", "question mark", "braces at the margin", "alias in braces", "alias"],
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(ManifestError) as caught:
        with_added(text, item("chalk", "0", "2"))
    assert {fault.summary for fault in caught.value.faults} == {"Manifest cannot be added to"}


VERSIONS = st.lists(st.text("0123456789.", min_size=1, max_size=5), unique=True, max_size=6)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c-d", "e10", "e9"]), st.tuples(VERSIONS, VERSIONS), min_size=1),
    st.integers(0, 3),
)
def test_adding_twice_is_adding_at_once(packages: dict[str, tuple[list[str], list[str]]], blank_count: int) -> None:
    """In whatever order versions come, a manifest that is added to is the one that would have been written."""

    def order(versions: Iterable[str]) -> list[str]:
        return sorted(versions, key=lambda each: version_order(each, Format.NPM))

    first = [item(name, *order(before)) for name, (before, _) in packages.items() if before]
    second = [item(name, *order({*after} - {*before})) for name, (before, after) in packages.items()]
    whole = [item(name, *order({*before, *after})) for name, (before, after) in packages.items()]
    if not first:
        return
    text = manuscript(STORE, Format.NPM, first)
    noisy = text.replace("\n  ", "\n" + "  # noise\n" * blank_count + "  ")
    added = [each for each in second if not each.is_empty]
    expected = manuscript(STORE, Format.NPM, [each for each in whole if not each.is_empty])
    assert merged(text, "npm.yaml", added) == expected
    result = merged(noisy, "npm.yaml", added)
    assert [line for line in result.splitlines() if "# noise" not in line] == expected.splitlines()
    assert result.count("# noise") == noisy.count("# noise")


@given(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1), st.sets(st.sampled_from("abcdefgh")))
def test_in_whatever_order_people_have_their_lines_they_keep_it(written: list[str], new: set[str]) -> None:
    entries = "".join(f'  # about {name}\n  {name}:\n    versions: {{"1": Archived}}\n\n' for name in written)
    added = [item(name, "1") for name in sorted(new - {*written})]
    result = with_added(f"packages:\n{entries}", *added)
    kept = re.sub(r'  (\w):\n    versions:\n      "1": Archived\n', "", result)
    assert kept == f"packages:\n{entries}"
    assert result.count('"1": Archived') == len(written) + len(added)


def test_many_packages_join_many() -> None:
    """Not each of them looks at all others."""
    before = manuscript(STORE, Format.NPM, [item(f"package-{number}", "1") for number in range(0, 6000, 2)])
    added = [item(f"package-{number}", "1") for number in range(1, 6000, 2)]
    whole = manuscript(STORE, Format.NPM, [item(f"package-{number}", "1") for number in range(6000)])
    assert merged(before, "npm.yaml", added) == whole


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("packages: {}\n", 'packages: {chalk: {versions: {"1": ENTRY, "2": Archived}}}\n'),
        (
            'packages:\n  chalk: {versions: {"3": Archived}}\n',
            'packages:\n  chalk: {versions: {"1": ENTRY, "2": Archived, "3": Archived}}\n',
        ),
        (
            "packages:\n  chalk:\n    onRemoval: retain\n",
            'packages:\n  chalk:\n    onRemoval: retain\n    versions:\n      "1": ENTRY\n      "2": Archived\n',
        ),
        (
            "packages:\n  debug: {}\n",
            'packages:\n  chalk:\n    versions:\n      "1": ENTRY\n      "2": Archived\n  debug: {}\n',
        ),
    ],
)
def test_a_version_can_override_a_manifest_for_several_repositories(text: str, after: str) -> None:
    entry = '{status: Archived, over: incident.yaml, reason: "back to Archived by packagestate revert"}'
    added = replace(item("chalk", "1", "2"), over={"1": "incident.yaml"})
    assert with_added(text, added) == after.replace("ENTRY", entry)
    assert entry in manuscript(STORE, Format.NPM, [added])
