"""Single words of manifests that people wrote change, and not a byte beside them."""

import pytest

from packagestate.provider.manifests.reading import Name
from packagestate.provider.manifests.restating import Restatement, restated
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.status import Status

HEADER = "domain: acme\nrepository: npm-store\nformat: npm\n"
CHALK: Name = (None, "chalk")
ARCHIVED = Restatement({"1": Status.ARCHIVED})


def changed(text: str, change: Restatement = ARCHIVED) -> str:
    return restated(HEADER + text, "packages/npm.yaml", {CHALK: change}).removeprefix(HEADER)


@pytest.mark.parametrize(
    "entry",
    [
        '"1": Published  # why',
        "'1':    'Published'",
        '"1": "Published"',
        '"1": {status: Published, reason: "it is Published", revision: r1}',
        '"1":\n        reason: |\n          Published\n        status:   Published\n        # Published',
        '"1": {status: Published}, "2": Published',
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_status_changes_and_no_other_byte(entry: str, newline: str) -> None:
    is_flow = entry.endswith('"2": Published')
    body = f"{{{entry}}}" if is_flow else f"\n      {entry}"
    text = f'# Published\npackages:\n  chalk:\n    versions: {body}\n  debug: {{versions: {{"1": Published}}}}\n'
    before = (HEADER + text).replace("\n", newline)
    after = restated(before, "npm.yaml", {CHALK: ARCHIVED})
    differing = [pair for pair in zip(before.split(newline), after.split(newline), strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1
    old, new = differing[0]
    start = old.index("Published", old.index("status") if "status" in old else 0)
    assert new == old[:start] + "Archived" + old[start + len("Published") :]


def test_a_package_of_nuget_is_found_under_another_spelling_of_its_version() -> None:
    text = 'domain: acme\nrepository: store\nformat: nuget\npackages:\n  Tool: {versions: {"1.0.0.0": Published}}\n'
    change: dict[Name, Restatement] = {(None, "tool"): Restatement({"1.0.0": Status.UNLISTED})}
    assert restated(text, "nuget.yaml", change) == text.replace("Published", "Unlisted")


@pytest.mark.parametrize(
    "origin", ["{publish: BLOCK, upstream: ALLOW}", "\n      upstream: ALLOW\n      publish: BLOCK"]
)
def test_an_origin_configuration_changes_word_by_word(origin: str) -> None:
    wanted = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
    text = f"packages:\n  chalk:\n    origin: {origin}\n  debug: {{}}\n"
    assert changed(text, Restatement(origin=wanted)) == text.replace("BLOCK", "ALLOW")


def test_what_is_not_said_stays_unsaid() -> None:
    wanted = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
    text = 'packages:\n  chalk: {versions: {"2": Published}}\n'
    assert changed(text, Restatement({"1": Status.ARCHIVED}, wanted)) == text


@pytest.mark.parametrize(
    "text",
    [
        'packages:\n  debug: {versions: {"1": &a Published}}\n  chalk: {versions: {"1": *a}}\n',
        'packages:\n  chalk: {versions: {"1": &a Published}}\n',
        'packages:\n  chalk: {versions: {"1": "\\x50ublished"}}\n',
        'packages:\n  chalk:\n    versions: &a {"1": Published}\n  debug: {versions: *a}\n',
        'packages:\n  chalk: {versions: {"1": !!str Published}}\n',
    ],
    ids=["alias", "anchor", "escape", "map of others", "tag"],
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(ManifestError) as caught:
        changed(text)
    assert {fault.summary for fault in caught.value.faults} == {"Manifest cannot be edited"}


BACK = Restatement({"1": Status.PUBLISHED}, over={"1": "incident.yaml"})
REASON = 'reason: "back to Published by packagestate revert"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"1": Archived  # why', f'"1": {{status: Published, over: incident.yaml, {REASON}}}  # why'),
        ('"1": "Published"', f'"1": {{status: Published, over: incident.yaml, {REASON}}}'),
        ("'1':  'Archived'", f"'1':  {{status: Published, over: incident.yaml, {REASON}}}"),
        (
            '"1": {reason: "compromised", status: Archived}',
            '"1": {reason: "compromised", status: Published, over: incident.yaml}',
        ),
        ('"1": {status: "Archived"}', f'"1": {{status: Published, over: incident.yaml, {REASON}}}'),
        (
            '"1":\n        # why\n        status: Archived  # because\n        reason: ""',
            (
                '"1":\n        # why\n        status: Published  # because\n        over: incident.yaml\n'
                '        reason: ""'
            ),
        ),
        (
            '"1":\n        status: Published\n        revision: r1',
            f'"1":\n        status: Published\n        over: incident.yaml\n        revision: r1\n        {REASON}',
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_entry_gets_an_over_and_a_reason_where_it_has_none(before: str, after: str, newline: str) -> None:
    text = f'{HEADER}packages:\n  chalk:\n    versions:\n      {{}}\n      "2": Archived\n'.replace("\n", newline)
    changed = restated(text.format(before.replace("\n", newline)), "npm.yaml", {CHALK: BACK})
    assert changed == text.format(after.replace("\n", newline))


def test_the_name_of_a_file_is_in_quotes_where_it_needs_them() -> None:
    text = 'packages: {chalk: {versions: {"1": Archived}}}\n'
    change = Restatement({"1": Status.UNLISTED}, over={"1": "a/on.yaml"})
    assert 'status: Unlisted, over: "a/on.yaml", reason:' in changed(text, change)


@pytest.mark.parametrize(
    "text",
    [
        'packages:\n  chalk: {versions: {"1": &a Archived}}\n  debug: {versions: {"1": *a}}\n',
        'packages:\n  chalk: {versions: {"1": &a {status: Archived}}}\n  debug: {versions: {"1": *a}}\n',
        'packages:\n  chalk:\n    versions:\n      "1": !!map\n        status: Archived\n',
    ],
    ids=["anchor", "anchor of a map", "tag"],
)
def test_an_entry_that_cannot_get_an_over_is_refused(text: str) -> None:
    with pytest.raises(ManifestError) as caught:
        changed(text, BACK)
    assert all("No file was written" in fault.detail for fault in caught.value.faults)
