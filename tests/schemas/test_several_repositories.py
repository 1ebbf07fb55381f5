"""Statements for several repositories: what they are about, what is wrong with them, and what can override them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.load import load
from packagestate.schemas.over import meant_by, shortest
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status

HERE = Place("wide.yaml", 2, 1)
NAMES = ("npm-a", "npm-b", "npm-scratch", "maven")


def scope(*patterns: str) -> Scope:
    return Scope.of("acme", None, patterns or "all", HERE)


def details(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    return [(fault.summary, fault.hint) for fault in faults]


@pytest.mark.parametrize(
    ("patterns", "held"),
    [
        ((), NAMES),
        (("npm-*",), ("npm-a", "npm-b", "npm-scratch")),
        (("npm-*", "!npm-scratch"), ("npm-a", "npm-b")),
        (("npm-?",), ("npm-a", "npm-b")),
        (("!npm-*",), ("maven",)),
        (("maven", "npm-a"), ("npm-a", "maven")),
        (("NPM-A",), ()),
    ],
)
def test_a_scope_holds_what_fits_a_pattern_and_is_not_left_out(
    patterns: tuple[str, ...], held: tuple[str, ...]
) -> None:
    assert tuple(filter(scope(*patterns).holds, NAMES)) == held


def test_the_same_patterns_are_the_same_scope_wherever_and_in_whatever_order_they_stand() -> None:
    there = Scope.of("acme", None, ["b", "a", "a"], Place("other.yaml", 1, 1))
    assert there == scope("a", "b")
    assert hash(there) == hash(scope("a", "b"))
    assert there != Scope.of("acme", "123456789012", ["a", "b"], HERE)
    assert there != ("acme", None)
    assert there.words == "b, a, a"


def test_a_pattern_that_fits_nothing_says_what_there_is_and_what_was_probably_meant() -> None:
    faults = list(scope("npm-scrath", "!mavn", "*-c", "all", "npm-*").faults(NAMES))
    assert {(fault.detail.split("`")[1], fault.hint) for fault in faults} == {
        ("npm-scrath", "did you mean `npm-scratch`?"),
        ("!mavn", "did you mean `!maven`?"),
        ("*-c", "correct the name, or take it out"),
        ("all", "did you mean `repositories: all`, without a list?"),
    }
    assert all(
        "which has `maven`, `npm-a`, `npm-b`, `npm-scratch`. Nothing was changed." in each.detail for each in faults
    )
    assert {fault.place for fault in faults} == {HERE}
    (many,) = scope("x").faults([f"r{number}" for number in range(1007)])
    assert "`r0`, `r1`, `r10`, `r100`, `r1000` and 1,002 more" in many.detail
    (none,) = scope("x").faults(())
    assert "which has none that can be listed" in none.detail


def test_a_scope_that_leaves_everything_out_is_a_fault() -> None:
    assert details(scope("npm-*", "!npm-*").faults(NAMES)) == [("No repository is left", "take a name with `!` out")]
    assert details(scope("!*").faults(NAMES)) == [("No repository is left", "take a name with `!` out")]
    assert not details(scope().faults(NAMES))
    assert not details(scope("npm-*", "!npm-a").faults(NAMES))


def test_all_of_a_domain_without_repositories_is_a_fault() -> None:
    (fault,) = scope().faults(())
    assert fault.summary == "Domain has no repository"
    assert "AWS lists no repository of the domain `acme`" in fault.detail
    assert "Nothing was changed." in fault.detail
    assert fault.place == HERE


GLOBS = st.text("ab*?", min_size=1, max_size=4)


@given(st.lists(GLOBS, max_size=3), st.lists(GLOBS, max_size=3), st.sets(st.text("ab", min_size=2), max_size=5))
def test_what_is_known_to_reach_nothing_reaches_none_of_whatever_repositories_there_are(
    wanted: list[str], excepted: list[str], names: set[str]
) -> None:
    about = scope(*wanted)
    if list(about.faults_of_exceptions_without_names(excepted, HERE)):
        assert not [name for name in names if about.holds(name) and not about.excludes(name, excepted)]
    without = scope(*wanted, *map("!{}".format, excepted))
    if list(without.faults_without_names()):
        assert not [name for name in names if without.holds(name)]


@pytest.mark.parametrize(
    ("wanted", "excepted", "is_known"),
    [
        ((), ["*"], True),
        ((), ["?*"], True),
        ((), ["??*"], True),
        ((), ["???*"], False),
        ((), ["npm-*", "maven"], False),
        (("npm-a", "npm-b"), ["npm-?"], True),
        (("npm-a", "npm-b"), ["npm-a"], False),
        (("npm-*",), ["npm*"], True),
        (("npm-*", "!npm-a"), ["npm-*"], True),
        (("npm-*",), ["npm-?"], False),
        (("npm-?",), ["npm-*", "x"], True),
    ],
)
def test_a_statement_that_can_reach_nothing_is_known_without_the_repositories(
    wanted: tuple[str, ...], excepted: list[str], *, is_known: bool
) -> None:
    found = details(scope(*wanted).faults_of_exceptions_without_names(excepted, HERE))
    hint = "take a name out of `except`, or take the version out"
    assert found == ([("Statement reaches no repository", hint)] if is_known else [])


@pytest.mark.parametrize(
    ("excepted", "names", "is_nothing"),
    [
        (["npm-a", "npm-b", "npm-scratch"], NAMES, True),
        (["npm-?", "*-scratch"], NAMES, True),
        (["npm-?"], NAMES, False),
        (["npm-a"], ("npm-a", "maven"), True),
        ([], ("maven",), False),
    ],
)
def test_an_exception_that_leaves_out_all_that_there_is_is_a_fault(
    excepted: list[str], names: tuple[str, ...], *, is_nothing: bool
) -> None:
    faults = list(scope("npm-*").faults_of_exceptions(excepted, names, HERE))
    assert [fault.summary for fault in faults] == (["Statement reaches no repository"] if is_nothing else [])


def test_an_exception_has_to_leave_something_out() -> None:
    there = Place("wide.yaml", 7, 7)
    faults = list(scope("npm-*").faults_of_exceptions(["npm-a", "*", "npm-bb", "maven"], NAMES, there))
    assert details(faults) == [
        ("No such repository", "did you mean `npm-b`?"),
        ("Exception is outside `repositories`", "take it out of `except`, or name it in `repositories` too"),
    ]
    assert {fault.place for fault in faults} == {there}


def test_a_statement_is_about_its_scope_without_its_exceptions(tmp_path: Path) -> None:
    (tmp_path / "wide.yaml").write_text(
        'domain: acme\nrepositories: ["npm-*"]\nformat: npm\npackages:\n'
        '  chalk: {versions: {"1": {status: Archived, except: [npm-b]}}}\n'
    )
    (stated,) = load(tmp_path).wide
    assert [name for name in NAMES if stated.is_about(name)] == ["npm-a", "npm-scratch"]
    assert (stated.status, stated.place.line, stated.scope.place.line) == (Status.ARCHIVED, 5, 2)


def test_one_fault_does_not_hide_those_of_other_packages(tmp_path: Path) -> None:
    (tmp_path / "wide.yaml").write_text(
        "domain: acme\nrepositories: all\nformat: npm\npackages:\n"
        '  "a b": {versions: {"1": Archived}}\n'
        "  chalk: nothing\n"
        '  debug: {versions: {"1": Published, "2": {status: Archived, revision: r}}}\n'
        '  ms: {reason: why, status: Deleted, versions: {"1": Archived}}\n'
    )
    with pytest.raises(ManifestError) as caught:
        load(tmp_path)
    assert [(fault.summary, fault.place and fault.place.line) for fault in caught.value.faults] == [
        ("Package name not allowed", 5),
        ("Map expected", 6),
        ("Not for several repositories", 7),
        ("Not for several repositories", 7),
        ("Not for several repositories", 8),
    ]


def test_an_over_means_the_same_file_in_whatever_folder_a_command_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "registry" / "packages"
    packages.mkdir(parents=True)
    (packages / "wide.yaml").write_text(
        'domain: acme\nrepositories: all\nformat: npm\npackages: {chalk: {versions: {"1": Archived}}}\n'
    )
    (packages / "one.yaml").write_text(
        "domain: acme\nrepository: npm-a\nformat: npm\n"
        'packages: {chalk: {versions: {"1": {status: Published, over: packages/wide.yaml}}}}\n'
    )
    for folder, path, shown in (
        (tmp_path, "registry/packages", "registry/packages/wide.yaml"),
        (packages.parent, "packages", "packages/wide.yaml"),
        (packages, ".", "wide.yaml"),
        (packages.parent, "../registry/packages", "../registry/packages/wide.yaml"),
        (tmp_path / "registry", str(packages), "packages/wide.yaml"),
    ):
        monkeypatch.chdir(folder)
        (package,) = load(Path(path)).packages
        assert package.versions[0].over == shown


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda parts: "/".join((*parts, "x.yaml")))


@given(st.sets(paths, min_size=1))
def test_the_shortest_name_of_a_file_means_that_file_alone(files: set[str]) -> None:
    for file in files:
        name = shortest(file, files, "/srv/{}".format)
        assert meant_by(name, files, "/srv/{}".format) == [file]
        assert not name.startswith("/")


def test_a_file_that_no_end_of_its_path_tells_apart_is_named_as_it_is() -> None:
    assert shortest("b.yaml", ["a.yaml", "b.yaml"], lambda _: "/srv/x.yaml") == "b.yaml"
