"""From the bytes of an OSV record to its JSON, or to what is wrong with it. Pure.

Records come from feeds that nobody here controls, so they are taken for hostile.
"""

import json
from collections import Counter
from typing import Any, Final

from packagestate.schemas.errors import Fault, RecordError, shortened

#: The most bytes of a record.
LARGEST_RECORD_BYTES: Final = 4 * 1024 * 1024
#: What to do about a record with a fault.
HINT: Final = "take a corrected record from its source, or delete it"
#: What a fault of a record means.
NOT_USED: Final = "Nothing of the record is used."
_MIB: Final = 1024 * 1024


def decoded(content: bytes) -> dict[str, Any]:
    """The JSON of a record.

    Args:
        content: The bytes.

    Returns:
        The object. Numbers are not kept: no number of a record matters, and a long one would take long to read.

    Raises:
        RecordError: The content is too large, or is not an object in JSON, in UTF-8; or a key stands twice in an
            object.
    """
    if len(content) > LARGEST_RECORD_BYTES:
        detail = f"The record has more than {LARGEST_RECORD_BYTES // _MIB} MiB. {NOT_USED}"
        raise RecordError.of("Record too large", detail, HINT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"The byte {content[error.start]:#04x} at position {error.start} is not UTF-8. {NOT_USED}"
        raise RecordError.of("Not UTF-8", detail, HINT) from error
    try:
        found = _DECODER.decode(text)
    except RecursionError:
        raise _not_json("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _not_json(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except _ConstantError as error:
        raise _not_json(f"`{error}` is no value of JSON") from error
    except _RepeatedKeyError as error:
        detail = f"`{shortened(str(error))}` stands more than once in one object, so programs read different records."
        raise RecordError.of("Key stands twice", f"{detail} {NOT_USED}", HINT) from error
    if not isinstance(found, dict):
        detail = f"An object is expected, and {kind_of(found)} stands here. {NOT_USED}"
        raise RecordError.of("Record is not an object", detail, HINT)
    return found


def kind_of(value: object) -> str:
    """What a value of JSON is, as messages say it.

    Args:
        value: The value.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return f"the string `{shortened(value)}`" if value else "an empty string"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a number"


class _ConstantError(ValueError):
    """Python reads `NaN` and `Infinity`, which JSON does not have."""


class _RepeatedKeyError(ValueError):
    """A key stands more than once in one object. Python takes the last one, and other programs the first."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise _RepeatedKeyError(key)
    return found


def _without_value(_digits: str) -> int:
    return 0


def _constant(name: str) -> None:
    raise _ConstantError(name)


# Made once, since it takes as long to make as to read a small record.
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_without_value, parse_float=_without_value, parse_constant=_constant
)


def _not_json(reason: str) -> RecordError:
    return RecordError((Fault("Not JSON", f"The record is not JSON: {reason}. {NOT_USED}", HINT),))
