"""What is wrong with inputs, and their normal form."""

import pytest

from packagestate.provider.plugin.checking import Failure, failures, normalised
from packagestate.provider.resource import _packed
from tests.support.hooks import package

GOOD = package({"1.0.0": "Archived"})


def reasons(inputs: dict[str, object], previous: dict[str, object] | None = None) -> list[str]:
    return [f"{failure.key} {failure.reason}" for failure in failures(previous or {}, inputs, set())]


def test_good_inputs_have_no_failures() -> None:
    assert failures({}, GOOD, set()) == ()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("domain", None, "domain is missing"),
        ("domain", "A", "domain "),
        ("domain", 3.0, "domain "),
        ("domainOwner", "123", "domainOwner "),
        ("repository", "a/b", "repository "),
        ("format", "deb", "format is `deb`, and not one of npm, "),
        ("namespace", "a b", "namespace "),
        ("package", "x" * 256, "package "),
        ("versions", "1.0.0", "versions is not a map from version to status"),
        ("versions", {"Gone": "1.0.0"}, "versions is `Gone`, and not one of Published, "),
        ("versions", {"Unfinished": "1.0.0"}, "versions is `Unfinished`, and not one of"),
        ("versions", {"Archived": "1.0.0", "Disposed": "1.0.0"}, "versions names `1.0.0` more than once"),
        ("versions", {"Archived": "1.0.0#"}, "versions "),
        ("versionRevisions", {"1.0.0": ""}, "versionRevisions "),
        ("versionRevisions", {"2.0.0": "abc"}, "versionRevisions pins `2.0.0`, which `versions` does not name"),
        ("origin", {"publish": "ALLOW"}, "origin needs `publish` and `upstream`"),
        ("origin", "BLOCK", "origin needs `publish` and `upstream`"),
        ("origin", {"publish": "ALLOW", "upstream": "MAYBE"}, "origin is `MAYBE`, and not one of ALLOW, BLOCK"),
        ("onRemoval", "burn", "onRemoval is `burn`, and not one of retain, dispose, delete"),
        ("changes", {"1.0.0": "up"}, "changes cannot be carried out: "),
        (
            "changes",
            {"1.0.0": "Published -> Disposed, revision abc"},
            "changes lead `1.0.0` to Disposed, which `versions` does not declare",
        ),
        (
            "changes",
            {"origin configuration": "absent -> publish BLOCK, upstream BLOCK"},
            "changes lead the origin configuration to what `origin` does not declare",
        ),
    ],
)
def test_a_fault_is_named_with_its_input(key: str, value: object, said: str) -> None:
    (reason,) = reasons(GOOD | {key: value})
    assert reason.startswith(said)


def test_all_faults_are_reported_at_once() -> None:
    assert {reason.split()[0] for reason in reasons(GOOD | {"domain": None, "format": "deb", "onRemoval": "burn"})} == {
        "domain",
        "format",
        "onRemoval",
    }


@pytest.mark.parametrize(
    ("package_format", "namespace", "said"),
    [
        ("maven", None, ["namespace is missing, and every maven package has one"]),
        ("maven", "org.acme", []),
        ("pypi", "acme", ["namespace is `acme`, and a pypi package has none"]),
        ("npm", "acme", []),
        ("npm", None, []),
    ],
)
def test_a_namespace_is_there_where_the_format_has_one(
    package_format: str, namespace: str | None, said: list[str]
) -> None:
    assert reasons(GOOD | {"format": package_format, "namespace": namespace}) == said


def test_changes_for_another_revision_than_the_pinned_one_are_refused() -> None:
    pinned = GOOD | {"versionRevisions": {"1.0.0": "abc"}}
    line = "Published -> Archived, revision {}"
    assert reasons(pinned | {"changes": {"1.0.0": line.format("abc")}}) == []
    assert reasons(pinned | {"changes": {"1.0.0": line.format("other")}}) == [
        "changes were planned for another revision of `1.0.0` than the pinned one"
    ]


def test_a_version_that_was_declared_disposed_can_only_be_deleted() -> None:
    previous = package({"1.0.0": "Disposed"})
    assert reasons(package({"1.0.0": "Published"}), previous) == [
        "versions declare `1.0.0` as Published, but a disposed version can only be deleted"
    ]
    assert reasons(package({"1.0.0": "Deleted"}), previous) == []
    assert reasons(package({"1.0.0": "Disposed"}), previous) == []


def test_where_the_program_planned_what_it_saw_counts_and_not_what_was_declared_last() -> None:
    previous = package({"1.0.0": "Disposed"})
    planned = package({"1.0.0": "Archived"}, changes={"1.0.0": "Published -> Archived, revision abc"})
    assert reasons(planned, previous) == []


@pytest.mark.parametrize("unknown", [{"versions"}, {"namespace"}, {"changes"}, {"format"}])
def test_nothing_is_said_about_what_is_not_known_yet(unknown: set[str]) -> None:
    known = {key: value for key, value in GOOD.items() if key not in unknown}
    assert failures(package({"1.0.0": "Disposed"}) if "changes" in unknown else {}, known, unknown) == ()


def test_control_characters_of_others_are_printed_escaped() -> None:
    (failure,) = failures({}, GOOD | {"format": "\033[31m"}, set())
    assert failure == Failure("format", failure.reason)
    assert "\033" not in failure.reason


def test_the_normal_form_has_the_name_that_the_api_knows_and_nothing_that_is_empty() -> None:
    assert normalised(
        {**GOOD, "format": "pypi", "package": "Foo.Bar", "namespace": None, "versions": {"Archived": "2.0  1.0"}}
    ) == {**GOOD, "format": "pypi", "package": "foo-bar", "versions": {"Archived": "1.0 2.0"}}
    assert normalised({"changes": {}}) == {"changes": {}}
    assert normalised({"format": "swift", "namespace": "Acme"}) == {"format": "swift", "namespace": "acme"}
    assert normalised({"format": "generic", "namespace": "Acme"}) == {"format": "generic", "namespace": "Acme"}


def test_a_version_that_no_state_can_hold_is_refused() -> None:
    (reason,) = reasons(package({"4dabf18193072939515e22adb298388d": "Archived"}))
    assert reason.endswith("which is the key by which Pulumi's engine marks a secret: no state can hold it")


@pytest.mark.parametrize(
    "version", ["<1.0.2", ">=1", "^1.0.0", "~1.0", "1.0.x", "1.*", "*", "1.0||2.0", "[1.0,2.0)", "latest"]
)
def test_a_version_that_is_a_pattern_is_refused(version: str) -> None:
    assert reasons(package({version: "Disposed"})) == [
        f"versions names `{version}`, which is a range, a pattern or a tag: name each version by itself"
    ]


@pytest.mark.parametrize("version", ["1.0.0 - 2.0.0", "1.0.0 2.0.0", " 1.0.0", "1.0.0\t", "1.0.0\u3000", ""])
def test_a_version_that_would_fall_apart_when_it_is_packed_is_refused(version: str) -> None:
    (said,) = reasons(GOOD | {"versions": _packed({"3.0.0": "Archived", version: "Disposed"})})
    assert said.startswith("versions names `")
    assert said.endswith("which is empty or holds white space: name each version by itself")
    assert reasons(GOOD | {"versions": _packed({version: "Gone"})})


def test_versions_that_are_the_same_to_aws_are_named_once() -> None:
    nuget = GOOD | {"format": "nuget", "package": "Json"}
    assert reasons(nuget | {"versions": {"Archived": "1.0.0", "Deleted": "1.0.0.0"}}) == [
        "versions names `1.0.0.0` more than once: `1.0.0` is the same nuget version"
    ]
    assert reasons(nuget | {"versions": {"Archived": "1.0.0.0"}, "versionRevisions": {"1.0.0": "abc"}}) == []


def test_the_normal_form_has_the_versions_that_the_api_knows() -> None:
    given = {"format": "nuget", "package": "Json", "versions": {"Deleted": "2.0 1.0.0.0"}}
    assert normalised(given | {"versionRevisions": {"1.0.0.0": "abc"}}) == {
        "format": "nuget",
        "package": "json",
        "versions": {"Deleted": "1.0.0 2.0"},
        "versionRevisions": {"1.0.0": "abc"},
    }
    assert normalised({"versions": {"Deleted": "1.0.0.0"}}) == {"versions": {"Deleted": "1.0.0.0"}}


def test_a_version_that_was_disposed_is_known_by_every_way_to_write_it() -> None:
    before = GOOD | {"format": "nuget", "versions": {"Disposed": "1.0.0.0"}}
    assert len(reasons(GOOD | {"format": "nuget", "versions": {"Published": "1.0.0"}}, before)) == 1


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (
            {"package": "@acme/session"},
            'which holds the namespace too: write `namespace="acme"` and `package="session"`',
        ),
        (
            {"format": "swift", "namespace": "a", "package": "apple/swift-nio"},
            'which holds the namespace too: write `namespace="apple"` and `package="swift-nio"`',
        ),
        ({"package": "@session"}, "package is `@session`: write a scope as `namespace`, without `@`"),
        ({"namespace": "@acme"}, "namespace is `@acme`: write a scope as `namespace`, without `@`"),
        (
            {"format": "maven", "namespace": "org", "package": "org:log"},
            "package is `org:log`: write the group as `namespace` and the artifact as `package`",
        ),
        ({"package": "left-*"}, "package is `left-*`, which is a pattern: name each package by itself"),
        ({"namespace": "ac*"}, "namespace is `ac*`, which is a pattern: name each package by itself"),
        ({"package": "a/"}, "package `a/` is wrong: it holds a character that is not allowed"),
        ({"package": "a<{%x%}>"}, "package `a\\x3c{%x%}>` is wrong: it holds a character that is not allowed"),
    ],
)
def test_a_name_as_people_write_it_gets_the_words_that_help(inputs: dict[str, object], said: str) -> None:
    (reason,) = reasons(GOOD | inputs)
    assert reason.endswith(said)


GONE = {**package({}), "status": "Deleted"}
DELETION = {"1.0.0": "Published -> Deleted, revision r1", "whole package": "publish ALLOW, upstream ALLOW -> Deleted"}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({**package({"1.0.0": "Archived"}), "status": "Deleted", "changes": {}}, "versions name versions of a package"),
        ({**package({}), "changes": DELETION}, "changes delete the package as a whole, or do not"),
        ({**GONE, "changes": {"1.0.0": "Published -> Deleted, revision r1"}}, "changes delete the package as a whole"),
        (
            {**GONE, "origin": {"publish": "BLOCK", "upstream": "BLOCK"}, "changes": DELETION},
            "changes put an origin configuration that `origin` does not declare",
        ),
        (GONE, "status needs a manifest"),
        (package({}, onRemoval="delete"), "onRemoval is `delete`, which needs a manifest"),
        ({**GONE, "status": "Archived"}, "status is `Archived`"),
    ],
)
def test_a_package_is_deleted_only_as_it_was_planned(inputs: dict[str, object], said: str) -> None:
    assert any(reason.startswith(said) for reason in reasons(inputs)), reasons(inputs)


def test_a_planned_deletion_has_no_failures() -> None:
    assert reasons({**GONE, "changes": DELETION}) == []
    assert reasons({**GONE, "changes": {}}) == []
