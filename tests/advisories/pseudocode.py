"""The evaluation of the OSV schema, step by step as its pseudocode has it. Slow, and without a second thought."""

from functools import cache
from typing import Any

from packagestate.schemas.advisories.record import Event
from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem


@cache
def key_of(text: str, package_format: Format) -> Any:  # noqa: ANN401 # each ecosystem has keys of its own
    return ecosystem(package_format).parse(text).key


def is_in_range(version: str, events: tuple[Event, ...], package_format: Format) -> bool:
    if key_of(version, package_format) is None:
        return False

    def place(text: str) -> tuple[int, Any]:
        return (1, key_of(text, package_format))

    def place_of(event: Event) -> tuple[int, Any]:
        if event.kind == "introduced" and event.version == "0":
            return (0, ())
        return (2, ()) if event.kind == "limit" and event.version == "*" else place(event.version)

    limits = [event for event in events if event.kind == "limit"]
    if limits and not any(place(version) < place_of(event) for event in limits):
        return False
    vulnerable = False
    for event in sorted(events, key=place_of):
        if event.kind == "introduced" and place(version) >= place_of(event):
            vulnerable = True
        elif event.kind == "fixed" and place(version) >= place_of(event):  # noqa: SIM114 # it is the schema's step
            vulnerable = False
        elif event.kind == "last_affected" and place(version) > place_of(event):
            vulnerable = False
    return vulnerable
