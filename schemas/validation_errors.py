"""What pydantic says about a manifest, in our words and with the place in the file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from packagestate.schemas import rule_errors
from packagestate.schemas.advisories import field_errors
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.field_rules import RULES, VERSION_RULE, WORDS, FieldRule, not_allowed
from packagestate.schemas.likeness import nearest
from packagestate.schemas.manifest import WHICH
from packagestate.schemas.names import REPOSITORY_GLOB
from packagestate.schemas.nodes import Mapping, Node, Scalar, entry_at, place_of
from packagestate.schemas.owners import Owner, is_for_several, owner
from packagestate.schemas.patterns import is_version_pattern, version_fault
from packagestate.schemas.repository_errors import fits, no_repositories
from packagestate.schemas.scope import ALL
from packagestate.schemas.status import DECLARABLE, FLOORS, Status

_KEY: Final = "[key]"


class _Words(Protocol):
    """A module with the words for one part of a manifest."""

    NAME: FieldRule

    def wrong_value(self, path: tuple[str, ...], given: object, place: Place) -> Fault: ...


_EXCEPT: Final = "except"


def path_of(location: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that lead to what pydantic complains about.

    Args:
        location: Pydantic's own path, in which the mark of a key and the branch of a union are steps too.

    Returns:
        The path without these.
    """
    match tuple(map(str, location)):
        case ("packages", package, "versions", version, _, "except", *_):
            return ("packages", package, "versions", version, "except")
        case ("packages", package, "versions", version, _, *rest):
            return ("packages", package, "versions", version, *rest)
        case ("repositories", *_):
            return ("repositories",)
        case ("rules", *_) as path:
            return rule_errors.shortened_path(path)
        case ("advisories", *_) as path:
            return field_errors.shortened_path(path)
        case path:
            return path


def rewritten(error: ValidationError, root: Node) -> tuple[Fault, ...]:
    """Pydantic's complaints as faults.

    Args:
        error: The complaints.
        root: The document that they are about.

    Returns:
        A fault for each.
    """
    return tuple(_rewrite(each, root) for each in error.errors(include_url=False, include_context=False))


def _rewrite(complaint: ErrorDetails, root: Node) -> Fault:
    path = path_of(complaint["loc"])
    match complaint["type"]:
        case "extra_forbidden":
            return _unknown_field(path, root)
        case "missing":
            return _missing_field(path, root)
        case "dict_type" | "model_type":
            return _no_map(path, complaint["input"], root)
        case _ if path[:1] == ("rules",):
            return _wrong_in(rule_errors, complaint, path, root)
        case _ if path[:1] == ("advisories",):
            return _wrong_in(field_errors, complaint, path, root)
        case _:
            return _wrong_value(complaint, path, root)


def _wrong_value(complaint: ErrorDetails, path: tuple[str, ...], root: Node) -> Fault:
    given = complaint["input"]
    if path[-1:] in {("repositories",), ("except",)}:
        return no_repositories(path, given, _value_place(root, path), _text_at(root, path))
    return _wrong_text(complaint, path, given, root) if isinstance(given, str) else _no_text(path, given, root)


def _wrong_in(words: _Words, complaint: ErrorDetails, path: tuple[str, ...], root: Node) -> Fault:
    """What is wrong in a rule or in advisories, which have words of their own."""
    if complaint["loc"][-1] == _KEY:
        return not_allowed(words.NAME, path[1], _key_place(root, path[:2]))
    return words.wrong_value(path, complaint["input"], _value_place(root, path))


def _wrong_text(complaint: ErrorDetails, path: tuple[str, ...], given: str, root: Node) -> Fault:
    if complaint["type"] in {"literal_error", "enum"}:
        return _unknown_word(path, given, root)
    if complaint["loc"][-1] == _KEY:
        if is_version_pattern(None, given):
            return version_fault(None, given, _key_place(root, path))
        return not_allowed(VERSION_RULE, given, _key_place(root, path))
    fault = not_allowed(RULES[path[-1]], given, _value_place(root, path))
    is_glob = path == ("repository",) and not {*"*?"}.isdisjoint(given) and fits(REPOSITORY_GLOB, given)
    return replace(fault, hint=f'did you mean `repositories: ["{given}"]`?') if is_glob else fault


def _unknown_field(path: Sequence[str], root: Node) -> Fault:
    found = owner(path[:-1], root)
    fields = f"whose {'fields are' if len(found.fields) > 1 else 'only field is'} {_listed(found.fields)}"
    return Fault(
        "Unknown field",
        f"`{shortened(path[-1])}` is no field of {found.words}, {fields}.",
        _meant(path, found, root) or "take it out, or write it where it belongs",
        _key_place(root, path),
    )


def _meant(path: Sequence[str], found: Owner, root: Node) -> str | None:
    """A hint at the field that was meant: of two that are alike, the one whose value can stand there."""
    if path[-1] == _EXCEPT and _EXCEPT not in (*found.fields, *found.unfit):
        return f"write it beside the status of each version: `{{status: Archived, {_EXCEPT}: […]}}`"
    entry, around = entry_at(root, path), entry_at(root, path[:-1])
    parent = root if around is None else around.value
    present = parent.keys if isinstance(parent, Mapping) else {}
    is_one = entry is None or (isinstance(entry.value, Scalar) and entry.value.value != ALL)
    which, other = WHICH if is_one else reversed(WHICH)
    near = nearest(path[-1], [field for field in (*found.fields, *found.unfit) if field != other])
    if near in found.unfit and near != which:
        return f"take it out: `{near}` is for a manifest with `{WHICH[not is_for_several(root)]}`"
    if near in present:
        return f"take it out: `{near}` stands here already"
    instead = f", in place of `{other}`" if near == which and other in present else ""
    return f"did you mean `{near}`{instead}?" if near else None


def _missing_field(path: Sequence[str], root: Node) -> Fault:
    found = owner(path[:-1], root)
    is_of_origin = path[-2:-1] == ("origin",)
    needed = (
        f"which needs {' and '.join(f'`{each}`' for each in found.fields)}"
        if is_of_origin
        else "which means nothing without it"
    )
    return Fault(
        "Missing field",
        f"`{path[-1]}` is missing from {found.words}, {needed}.",
        f"add `{path[-1]}: ALLOW` or `{path[-1]}: BLOCK`" if is_of_origin else f"add `{path[-1]}`",
        _key_place(root, path[:-1]),
    )


def _no_map(path: Sequence[str], given: object, root: Node) -> Fault:
    words, fields, _ = owner(path, root)
    found = f"`{shortened(given)}`" if isinstance(given, str) and given else "a list" if given else "nothing"
    named = f"the field{'s' if len(fields) > 1 else ''} {_listed(fields)}"
    hint = f"write a map with {named}" if fields else "write a map, or `{}` for an empty one"
    return Fault(
        "Map expected",
        f"Where {words} should stand, there is {found}.",
        "write the status that it must have" if path[2:3] == ("versions",) and path[3:] else hint,
        _value_place(root, path) if given else _key_place(root, path),
    )


def _no_text(path: tuple[str, ...], given: object, root: Node) -> Fault:
    return Fault(
        "Text expected",
        f"`{path[-1]}` is a single text, and a map or a list stands here.",
        "did you mean `repositories`?" if path == ("repository",) and isinstance(given, list) else "write a text",
        _value_place(root, path),
    )


def _unknown_word(path: tuple[str, ...], given: str, root: Node) -> Fault:
    is_short_form = path[-2:-1] == ("versions",)
    summary, words = WORDS["status" if is_short_form else path[-1]]
    is_wide = is_for_several(root)
    if is_wide and words == DECLARABLE:
        words = FLOORS
    found = f"`{shortened(given)}`" if given else "Nothing"
    if path[:1] + path[2:] == ("packages", "status"):
        return _status_of_package(found, given, words, _value_place(root, path))
    return Fault(
        summary,
        f"{found} stands here, and it can be {_listed(words)}.",
        _nearest(given, words) or "write one of these",
        _value_place(root, path),
    )


def _status_of_package(found: str, given: str, words: Sequence[str], place: Place) -> Fault:
    """What is wrong with the status of a whole package."""
    status = given if given in words else Status.DISPOSED
    hint = f'write the status of each version below `versions`, such as `versions: {{"1.0.0": {status}}}`'
    if Status.DELETED in words:
        can = f"A whole package can only be `{Status.DELETED}`; other statuses are for versions."
        hint = _nearest(given, (Status.DELETED,)) or f"{hint}, or `status: {Status.DELETED}` to delete the package"
    else:
        can = "A package in several repositories has no status; its versions have."
    return Fault("Status not possible for a package", f"{found} stands here. {can}", hint, place)


def _text_at(root: Node, path: Sequence[str]) -> str:
    """The text that stands somewhere; empty where there is none."""
    entry = entry_at(root, path)
    return entry.value.value if entry is not None and isinstance(entry.value, Scalar) else ""


def _value_place(root: Node, path: Sequence[str]) -> Place:
    entry = entry_at(root, path)
    return place_of(root if entry is None else entry.value)


def _key_place(root: Node, path: Sequence[str]) -> Place:
    entry = entry_at(root, path)
    return place_of(root if entry is None else entry.key)


def _nearest(given: str, words: Sequence[str]) -> str | None:
    """A hint at the word that was meant, where one is close."""
    word = nearest(given, words)
    return f"did you mean `{word}`?" if word else None


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
