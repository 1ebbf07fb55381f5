"""What the real tools answered to random questions is what we answer; `make vectors` asks them anew."""

from collections import Counter

import pytest

from packagestate.schemas.coordinates import Format
from tests.vectors.stored import REFUSED, UNCLEAR, differing, our_answer, read

FORMATS = (Format.NPM, Format.CARGO, Format.PYPI, Format.MAVEN, Format.NUGET)


@pytest.mark.parametrize("package_format", FORMATS)
def test_versions_compare_as_in_the_real_tool(package_format: Format) -> None:
    cases = read(package_format, "order")
    answers = Counter(case.answer for case in cases)
    assert len(cases) >= 10_000
    assert min(answers["11<"], answers["11="], answers["11>"]) > 1_000
    assert (answers["00"] > 100) is (package_format is not Format.MAVEN)
    assert differing(package_format, "order", cases) == []


@pytest.mark.parametrize("package_format", FORMATS)
def test_ranges_contain_and_are_refused_as_in_the_real_tool(package_format: Format) -> None:
    cases = read(package_format, "range")
    ours = [our_answer(package_format, "range", case.texts) for case in cases]
    contained = Counter("".join(case.answer for case in cases if case.answer != REFUSED))
    assert len(cases) >= 10_000
    assert min(contained["0"], contained["1"], sum(case.answer == REFUSED for case in cases)) > 1_000
    # What is unclear says nothing about the tool, so it must not be much.
    assert ours.count(UNCLEAR) < len(cases) / 10
    found = [(*case, answer) for case, answer in zip(cases, ours, strict=True) if answer not in {case.answer, UNCLEAR}]
    assert found == []
