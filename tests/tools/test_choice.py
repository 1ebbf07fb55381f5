from pathlib import Path

import pytest

from tools.engine.choice import (
    Attempt,
    Engine,
    Missing,
    Source,
    Survey,
    Version,
    decide,
    is_new_enough,
    parse_version,
)

ENGINE = Engine(Path("/usr/local/bin"), Version(3, 259, 0))
FLOOR = Version(1, 25, 11)
NO_ENGINE = Missing("there is no `pulumi`")
NO_GO = Missing("`go` is not on the PATH")


def survey(
    *,
    on_path: Engine | Missing = NO_ENGINE,
    kept: frozenset[Source] = frozenset(),
    curl: Missing | None = None,
    go: Version | Missing = FLOOR,
) -> Survey:
    return Survey(on_path, kept, curl, go, FLOOR)


def test_an_engine_on_the_path_is_used_as_it_is() -> None:
    decision = decide(survey(on_path=ENGINE, kept=frozenset({Source.BUILD})))
    assert decision.engine == ENGINE
    assert decision.attempts == ()
    assert decision.reasons == ()


def test_without_an_engine_the_installer_is_tried_before_the_build() -> None:
    decision = decide(survey())
    assert decision.attempts == (Attempt(Source.INSTALLER), Attempt(Source.BUILD))
    assert decision.reasons == ("On the PATH there is no `pulumi`.",)


def test_what_an_earlier_run_got_is_used_again_and_nothing_is_tried() -> None:
    decision = decide(survey(kept=frozenset({Source.BUILD})))
    assert decision.attempts == (Attempt(Source.BUILD, is_kept=True),)


def test_of_two_kept_engines_the_official_one_is_used() -> None:
    decision = decide(survey(kept=frozenset({Source.BUILD, Source.INSTALLER})))
    assert decision.attempts == (Attempt(Source.INSTALLER, is_kept=True),)


def test_without_curl_only_the_build_is_left() -> None:
    decision = decide(survey(curl=Missing("`curl` is not on the PATH")))
    assert decision.attempts == (Attempt(Source.BUILD),)
    assert decision.reasons[1] == "Pulumi's installer cannot run: `curl` is not on the PATH."


def test_a_go_that_is_too_old_is_not_tried() -> None:
    decision = decide(survey(go=Version(1, 22, 0)))
    assert decision.attempts == (Attempt(Source.INSTALLER),)
    assert decision.reasons[1] == "The engine cannot be built: it needs Go 1.25.11, on the PATH is Go 1.22.0."


def test_where_nothing_is_there_nothing_is_tried_and_each_source_has_its_reason() -> None:
    decision = decide(survey(curl=Missing("`curl` is not on the PATH"), go=NO_GO))
    assert decision.attempts == ()
    assert len(decision.reasons) == len(Source)


def test_a_source_that_is_asked_for_is_the_only_one() -> None:
    everything = survey(on_path=ENGINE, kept=frozenset({Source.INSTALLER}))
    assert decide(everything, Source.BUILD).attempts == (Attempt(Source.BUILD),)
    assert decide(survey(), Source.PATH).attempts == ()


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v3.259.0", Version(3, 259, 0)),
        ("v3.300.1-alpha.x1234\n", Version(3, 300, 1)),
        ("go version go1.26.8 linux/amd64", Version(1, 26, 8)),
        ("go version go1.26 linux/amd64", Version(1, 26, 0)),
        ("command not found", None),
        ("", None),
    ],
)
def test_a_version_is_found_in_what_a_program_says(text: str, version: Version | None) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("text", "answer"),
    [("3.258.9", "no"), ("3.259.0", "yes"), ("3.1000.0", "yes"), ("4.0.0", "no")],
)
def test_an_engine_is_new_enough_from_3_230_and_below_4(text: str, answer: str) -> None:
    version = parse_version(text)
    assert version is not None
    assert is_new_enough(version) is (answer == "yes")
