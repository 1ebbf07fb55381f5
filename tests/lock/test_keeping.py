"""What rules protect where both parts of `keep` are there, and where builds of snapshots are among the versions."""

from packagestate.schemas.coordinates import Format
from tests.lock.making import P, exactly, keep, package, population, resolve, rule, within

ALL = within("*")


def test_one_part_of_keep_is_enough() -> None:
    found = population({"1.0.0": P, "2.0.0": P, "3.0.0": P})
    result = resolve(found, keep("k", 1, exactly("1.0.0")), rule("all", versions=ALL))
    assert [each.version for each in result.lines] == ["2.0.0"]


def test_a_build_of_a_snapshot_takes_no_place_among_the_latest() -> None:
    maven = package("org.acme:ui", package_format=Format.MAVEN)
    found = population({"1.0": P, "2.0": P, "3.0-20250101.101010-1": P}, maven)
    rules = (
        keep("k", 1, package_format=Format.MAVEN, packages=("*:*",)),
        rule("all", versions=exactly("1.0", "2.0"), package_format=Format.MAVEN, packages=("*:*",)),
    )
    assert [each.version for each in resolve(found, *rules).lines] == ["1.0"]
