"""What a path of a manifest leads to, and which fields may stand there in a manifest of its kind. Pure.

The models of `schemas.manifest` hold the fields of both kinds, for one repository and for several. Faults name those of
the kind that is before them.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from pydantic import BaseModel

from packagestate.schemas.advisories.entry import AcceptEntry, AdvisoriesEntry, CapsEntry, DisposeEntry, IgnoreEntry
from packagestate.schemas.manifest import (
    WHICH,
    KeepEntry,
    Manifest,
    MatchEntry,
    Origin,
    PackageEntry,
    RuleEntry,
    VersionDetails,
)
from packagestate.schemas.nodes import Mapping, Node

#: The fields of a version, and of a package, in a manifest for several repositories.
WIDE_VERSION_FIELDS: Final = ("status", "reason", "except")
WIDE_PACKAGE_FIELDS: Final = ("versions",)
#: What a manifest for several repositories cannot say of all of its packages.
NOT_WIDE_FIELDS: Final = ("onRemoval",)
#: What a manifest for one repository cannot say of a version.
ONLY_WIDE_VERSION_FIELDS: Final = ("except",)

_ONE, _SEVERAL = WHICH
_OF_ADVISORIES: Final[dict[str, type[BaseModel]]] = {
    "dispose": DisposeEntry,
    "atMost": CapsEntry,
    "ignore": IgnoreEntry,
    "accept": AcceptEntry,
}


class Owner(NamedTuple):
    """What fields belong to.

    Attributes:
        words: What it is called.
        fields: Its fields; none where they are not fixed.
        unfit: Further fields, which are for a manifest of the other kind.
    """

    words: str
    fields: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def is_for_several(root: Node) -> bool:
    """Whether a document is a manifest for several repositories, and not one that names both or neither.

    Args:
        root: The document.
    """
    return _named(root) == {_SEVERAL}


def owner(path: Sequence[str], root: Node) -> Owner:
    """What a path leads to.

    Args:
        path: The keys that lead there.
        root: The document; it decides which fields are allowed.
    """
    match path:
        case ():
            return _owner("the manifest", Manifest, _of_manifest(_named(root)))
        case ("packages", _):
            fields = WIDE_PACKAGE_FIELDS if is_for_several(root) else _fields_of(PackageEntry)
            return _owner(f"a package{_where(root)}", PackageEntry, fields)
        case ("packages",) | ("packages", _, "versions"):
            return Owner(f"the map of {path[-1]}")
        case ("packages", _, "origin"):
            return Owner("an origin configuration", _fields_of(Origin))
        case ("rules" | "advisories" as which, *parts):
            return (_of_rules if which == "rules" else _of_advisories)(parts)
        case _:
            return _owner(f"a version{_where(root)}", VersionDetails, _of_version(_named(root)))


def _owner(words: str, model: type[BaseModel], fields: tuple[str, ...]) -> Owner:
    return Owner(words, fields, tuple(field for field in _fields_of(model) if field not in fields))


def _of_rules(parts: Sequence[str]) -> Owner:
    match parts:
        case ():
            return Owner("the map of rules")
        case (_,):
            return Owner("a rule", _fields_of(RuleEntry))
        case _:
            return Owner(f"`{parts[1]}` of a rule", _fields_of(KeepEntry if parts[1] == "keep" else MatchEntry))


def _of_advisories(parts: Sequence[str]) -> Owner:
    match parts:
        case ():
            return Owner("the map of advisories")
        case (_,):
            return Owner("an entry of advisories", _fields_of(AdvisoriesEntry))
        case _:
            words = "an entry of" if parts[1] in {"ignore", "accept"} else "the map of"
            return Owner(f"{words} `{parts[1]}`", _fields_of(_OF_ADVISORIES[parts[1]]))


def _named(root: Node) -> set[str]:
    """Which of the two fields stand there by which a manifest says what it is about."""
    # The two are looked up: a set intersection would walk all keys, and thousands of unknown ones each ask this.
    return {field for field in WHICH if field in root.keys} if isinstance(root, Mapping) else set()


def _where(root: Node) -> str:
    return " in several repositories" if is_for_several(root) else ""


def _of_manifest(named: set[str]) -> tuple[str, ...]:
    missing = {*WHICH} - named if len(named) == 1 else set()
    unfit = {*NOT_WIDE_FIELDS} if named == {_SEVERAL} else set()
    return tuple(field for field in _fields_of(Manifest) if field not in missing | unfit)


def _of_version(named: set[str]) -> tuple[str, ...]:
    if named == {_SEVERAL}:
        return WIDE_VERSION_FIELDS
    unfit = ONLY_WIDE_VERSION_FIELDS if named == {_ONE} else ()
    return tuple(field for field in _fields_of(VersionDetails) if field not in unfit)


def _fields_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())
