import pytest

from packagestate.schemas.errors import Fault, ManifestError, PackageStateError, Place, printable, shortened


def fault(place: Place | None, summary: str = "Wrong", detail: str = "It is wrong.") -> Fault:
    return Fault(summary, detail, "Mend it.", place)


def test_faults_are_sorted_by_place_and_those_without_come_first() -> None:
    places = [Place("b.yaml", 1, 1), Place("a.yaml", 10, 1), Place("a.yaml", 9, 12), Place("a.yaml", 9, 2), None]
    error = PackageStateError(map(fault, places))
    assert [each.place for each in error.faults] == [
        None,
        Place("a.yaml", 9, 2),
        Place("a.yaml", 9, 12),
        Place("a.yaml", 10, 1),
        Place("b.yaml", 1, 1),
    ]


def test_a_fault_is_printed_with_its_place_and_without_control_characters() -> None:
    text = str(fault(Place("a.yaml", 3, 7), "Wrong", "First.\nSecond \x1b[31m."))
    assert text == "a.yaml:3:7: Wrong\n  First.\n  Second \\x1b[31m.\n  hint: Mend it."
    assert str(fault(None)).startswith("Wrong\n")


def test_an_error_prints_all_its_faults() -> None:
    error = PackageStateError([fault(None, "One"), fault(None, "Two")])
    assert str(error) == f"{fault(None, 'One')}\n\n{fault(None, 'Two')}"


def test_an_error_of_one_fault_is_of_the_class_that_was_asked() -> None:
    error = ManifestError.of("Wrong", "It is wrong.", "Mend it.")
    assert type(error) is ManifestError
    assert error.faults == (fault(None),)


@pytest.mark.parametrize(
    ("text", "safe"),
    [("café", "café"), ("\u202etxt", "\\u202etxt"), ("a\x00b", "a\\x00b"), ("\ud800", "\\ud800"), ("", "")],
)
def test_outside_text_is_made_printable(text: str, safe: str) -> None:
    assert printable(text) == safe


def test_the_place_after_a_text_is_counted_from_one() -> None:
    assert Place.after("", "a.yaml") == Place("a.yaml", 1, 1)
    assert Place.after("é", "a.yaml") == Place("a.yaml", 1, 2)
    assert Place.after("one\ntwo", "a.yaml") == Place("a.yaml", 2, 4)
    assert Place.after("one\n", "a.yaml") == Place("a.yaml", 2, 1)


def test_long_text_is_shortened() -> None:
    assert shortened("x" * 80) == "x" * 80
    assert shortened("x" * 81) == "x" * 80 + "…"
