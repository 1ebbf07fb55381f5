"""One validator for all requests: required members, types, lengths, ranges, patterns and enumerations of the model.

botocore's own validator, which runs in the client, checks neither maximum nor pattern nor enumeration; the service
does. What the members mean together is left to `emulator.store`.
"""

from collections.abc import Callable, Iterator, Mapping, Sized
from datetime import datetime
from functools import cache
from typing import Any

import regex  # type: ignore[import-untyped]  # it has no stubs; only here, for the model's `\P{C}` that re cannot read
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from emulator.codeartifact.exceptions import Reason, ValidationException

TYPES: Mapping[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "blob": (bytes,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "timestamp": (datetime,),
}
"""What a value of a type of the model is after parsing. The model has no floating-point numbers."""

NAMES_IN_MESSAGES: Mapping[str, str] = {"package": "packageName"}
"""Members that the service calls otherwise than the model. Source: a real answer that was seen.

Undocumented (Q0): which other members have another name. The pattern in that answer forbids `!` too; the model's of
today does not, and is the one that holds here.
"""


def check(shape: StructureShape, parameters: Mapping[str, Any]) -> None:
    """Hold a request's parameters against the operation's input shape.

    Source: the constraints, botocore's model; the words, a real answer that was seen.

    Undocumented (Q0): the words about other constraints than a pattern, which are those of AWS's service framework.

    Raises:
        ValidationException: Any constraint is broken; the message names all that are.
    """
    faults = list(structure_faults(shape, parameters, ""))
    if faults:
        noun = "error" if len(faults) == 1 else "errors"
        raise ValidationException(
            f"{len(faults)} validation {noun} detected: {'; '.join(faults)}", Reason.FIELD_VALIDATION_FAILED
        )


def faults_in(shape: Shape, value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - of any type of the model
    """Every constraint of a shape that a value breaks."""
    if not has_type(shape, value):
        yield fault(value, path, f"Member must be of type {shape.type_name}")
        return
    if shape.type_name in {"integer", "long"}:
        yield from bound_faults(shape, value, value, path, "value")
    elif isinstance(value, Sized):
        yield from bound_faults(shape, len(value), value, path, "length")
    match shape:
        case StructureShape():
            yield from structure_faults(shape, value, path)
        case ListShape():
            for index, item in enumerate(value, start=1):
                yield from faults_in(shape.member, item, f"{path}.{index}.member")
        case MapShape():
            for key, item in value.items():
                yield from faults_in(shape.key, key, f"{path}.key")
                yield from faults_in(shape.value, item, f"{path}.{key}.member")
        case StringShape():
            yield from text_faults(shape, value, path)


def has_type(shape: Shape, value: object) -> bool:
    """Whether a value is of a shape's type; Python's booleans are integers, the model's are not."""
    return isinstance(value, TYPES[shape.type_name]) and isinstance(value, bool) == (shape.type_name == "boolean")


def structure_faults(shape: StructureShape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    """The missing members of a structure, and the faults of those that are there."""
    for name in shape.required_members:
        if value.get(name) is None:
            yield fault(None, joined(path, name), "Member must not be null")
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from faults_in(member, value[name], joined(path, name))


def bound_faults(shape: Shape, size: int, value: object, path: str, noun: str) -> Iterator[str]:
    """Where a number, or the length of a text or collection, is outside the model's bounds."""
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield fault(value, path, f"Member must have {noun} greater than or equal to {least}")
    if most is not None and size > most:
        yield fault(value, path, f"Member must have {noun} less than or equal to {most}")


def text_faults(shape: StringShape, value: str, path: str) -> Iterator[str]:
    """Where a text is none of an enumeration, or does not match the pattern as a whole."""
    if shape.enum and value not in shape.enum:
        yield fault(value, path, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")
    pattern = shape.metadata.get("pattern")
    if pattern and not matcher(pattern)(value):
        yield fault(value, path, f"Member must satisfy regular expression pattern: {pattern}")


def fault(value: object, path: str, constraint: str) -> str:
    """One broken constraint, as the service says it."""
    shown = "null" if value is None else f"'{value}'"
    path = NAMES_IN_MESSAGES.get(path, path)
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def joined(path: str, name: str) -> str:
    """The path of a member."""
    return f"{path}.{name}" if path else name


@cache
def matcher(pattern: str) -> Callable[[str], bool]:
    """A test of whether a text matches a pattern of the model as a whole."""
    compiled = regex.compile(pattern.replace(r"\p{IsWhitespace}", r"\s"))
    return lambda text: compiled.fullmatch(text) is not None
