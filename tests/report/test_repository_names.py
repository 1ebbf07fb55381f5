"""The names of many repositories in few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.report.repository_names import in_few_words
from tests.support.braces import expanded

# Source: AWS CodeArtifact API reference, the pattern of a repository's name.
repository_names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._\-]{1,9}", fullmatch=True)
alike = st.builds(
    "{}{:0{}}".format, st.sampled_from(["team-", "npm-v", "r", "a/team-"]), st.integers(0, 30), st.integers(1, 3)
)


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (["npm-store", "npm-live", "tools"], "npm-{live,store}, tools"),
        ([f"team-{number:02}" for number in range(1, 41)], "team-{01..40}"),
        (["team-1", "team-2", "team-4", "team-9", "team-10", "team-11", "team-12"], "team-{1,2,4,9,10..12}"),
        (["npm-v2", "npm-live"], "npm-live, npm-v2"),
        (["10", "11", "12"], "10, 11, 12"),
        (["a/live", "a/store", "b/live"], "a/{live,store}, b/live"),
        ([], ""),
    ],
)
def test_what_names_have_in_common_stands_there_once(names: list[str], written: str) -> None:
    assert in_few_words(names) == written


@given(st.lists(repository_names | alike, unique=True))
def test_it_stands_for_these_names_and_for_no_other(names: list[str]) -> None:
    """Exact: a shell would read the same names, whatever their order was."""
    assert sorted(expanded(in_few_words(names))) == sorted(names)
    assert in_few_words(reversed(names)) == in_few_words(names)
