"""Sorting does not depend on the order before, and a range agrees with it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from tests.vectors import texts

KINDS = {
    Format.NPM: texts.semver,
    Format.CARGO: texts.semver,
    Format.SWIFT: texts.semver,
    Format.PYPI: texts.pypi,
    Format.MAVEN: texts.maven,
    Format.NUGET: texts.nuget,
}
# How a range says at most and at least this version.
BOUNDS = {
    Format.NPM: ("<={}", ">={}"),
    Format.CARGO: ("<={}", ">={}"),
    Format.PYPI: ("<={}", ">={}"),
    Format.MAVEN: ("(,{}]", "[{},)"),
    Format.NUGET: ("(,{}]", "[{},)"),
}
RELEASE = r"(0|[1-9][0-9]?)(\.(0|[1-9][0-9]?)){2}"
LABEL = r"(-(alpha|rc|SP|foo|1)(\.[1-9])?)?"
# A bound, and a version that it decides about by the order alone.
SIMPLE = {
    Format.NPM: (RELEASE + LABEL, RELEASE),
    Format.CARGO: (RELEASE + LABEL, RELEASE),
    Format.PYPI: (RELEASE + r"(a1|rc2|\.dev1|\.post1)?", RELEASE),
    Format.MAVEN: (RELEASE + LABEL, RELEASE + LABEL),
    Format.NUGET: (RELEASE + LABEL, RELEASE + LABEL),
}


@st.composite
def versions(draw: st.DrawFn, package_format: Format, count: int) -> list[str]:
    """Draw versions of an ecosystem, as the vectors have them: most of them nasty, many nearly equal."""
    drawing = texts.Draw(draw(st.integers(0, 2**32)))
    drawn = texts.texts(KINDS[package_format], drawing, count)
    return [drawing.near(drawn[0]) if drawing.likely(40) else each for each in drawn]


@pytest.mark.parametrize("package_format", KINDS)
@given(data=st.data())
def test_the_order_is_total(package_format: Format, data: st.DataObject) -> None:
    rules = ecosystem(package_format)
    first, second, third = data.draw(versions(package_format, 3))
    one, two, three = (rules.sort_key(rules.parse(each)) for each in (first, second, third))
    assert (one < two) + (two < one) + (first == second) == 1
    if one <= two <= three:
        assert one <= three


@pytest.mark.parametrize("package_format", KINDS)
@given(data=st.data())
def test_sorting_does_not_depend_on_the_order_before(package_format: Format, data: st.DataObject) -> None:
    rules = ecosystem(package_format)
    drawn = [rules.parse(each) for each in data.draw(versions(package_format, 12))]
    shuffled = data.draw(st.permutations(drawn))
    assert sorted(shuffled, key=rules.sort_key) == sorted(drawn, key=rules.sort_key)
    known = [each.key is not None for each in sorted(drawn, key=rules.sort_key)]
    assert known == sorted(known, reverse=True)


@pytest.mark.parametrize("package_format", BOUNDS)
@given(data=st.data())
def test_a_simple_bound_agrees_with_the_order(package_format: Format, data: st.DataObject) -> None:
    """For prereleases, local versions and post-releases there are rules of their own, which the vectors hold."""
    rules = ecosystem(package_format)
    bound, version = (rules.parse(data.draw(st.from_regex(each, fullmatch=True))) for each in SIMPLE[package_format])
    at_most, at_least = (rules.range(each.format(bound.text)) for each in BOUNDS[package_format])
    assert bound.key is not None
    assert version.key is not None
    assert at_most.contains(version) is (version.key <= bound.key)
    assert at_least.contains(version) is (version.key >= bound.key)


@given(st.text(), st.text(alphabet="019.-+*xX<>=~^|, ab", max_size=16), st.sampled_from(list(BOUNDS)))
@example("[1,2)", "1", Format.MAVEN)
def test_any_text_is_a_range_or_refused(odd: str, likely: str, package_format: Format) -> None:
    rules = ecosystem(package_format)
    for text in (odd, likely):
        try:
            parsed = rules.range(text)
        except ValueError as error:
            assert type(error).__module__ == "packagestate.schemas.versions.range_errors"  # noqa: PT017
        else:
            parsed.contains(rules.parse(odd))
