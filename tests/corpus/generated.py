"""Manifests that chance makes of the golden ones, the same for the same number."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "manifests"

# Every word of it is known to the endpoint.
_KNOWN: Final[dict[str, Any]] = {
    "domain": "acme",
    "repository": "npm-store",
    "format": "npm",
    "packages": {
        "chalk": {
            "versions": {
                "1.0.0": "Published",
                "1.1.0": {"status": "Disposed", "reason": "bad"},
                "2.0.0": "Deleted",
                "9.9.9": "Archived",
            },
            "origin": {"publish": "BLOCK", "upstream": "ALLOW"},
        },
        "@acme/session": {"onRemoval": "dispose", "versions": {"1.0.0": "Unlisted", "1.1.0": "Published"}},
    },
}

_STATUSES: Final = ("Published", "Unlisted", "Archived", "Disposed", "Deleted", "Unfinished", "archived")
_VERSIONS: Final = ("1.0.0", "1.1.0", "2.0.0", "3.0.0", "2.0", "1e3", "0x1f")
_KEYS: Final = ("domain", "format", "packages", "versions", "status", "revision", "origin", "onRemoval", "domainOwner")
_SIGNS: Final = ("''", "[]", "{}", "&", "*", "!", "|", ">", "?", ":", "-", ",", "#", "<<", "&a", "*a", "~", "null")
_OTHERS: Final = (
    "npm",
    "pypi",
    "maven",
    "npm-store",
    "chalk",
    "@a/b",
    "a:b",
    "a/b",
    "ALLOW",
    "BLOCK",
    "retain",
    "delete",
)
_WORDS: Final = (*_STATUSES, *_VERSIONS, *_KEYS, *_SIGNS, *_OTHERS)
_BYTES: Final = (
    b"\0",
    b"\t",
    b"\r",
    b"\xff",
    b"\xc3",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"'",
    b'"',
    b"{",
    b"}",
    b"[",
    b"\n---\n",
)

Change = Callable[[random.Random, bytes], bytes]


def _without_a_part(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randrange(1, 30) :]


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _with_a_byte(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(_BYTES) + content[start:]


def _with_another_word(chance: random.Random, content: bytes) -> bytes:
    words = content.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(_WORDS).encode()
    return b" ".join(words)


def _with_one_word_for_another(chance: random.Random, content: bytes) -> bytes:
    """A word that is there becomes another one wherever it is, which often leaves a manifest."""
    there = [word for word in _WORDS if len(word) > 2 and word.encode() in content]
    return content.replace(chance.choice(there).encode(), chance.choice(_WORDS).encode()) if there else content


def _with_lines_elsewhere(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _with_a_line_again(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return b"".join(lines)


def _indented_otherwise(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    number = chance.randrange(len(lines))
    lines[number] = b" " * chance.randrange(8) + lines[number].lstrip()
    return b"".join(lines)


_CHANGES: Final[tuple[Change, ...]] = (
    _without_a_part,
    _cut,
    _with_a_byte,
    _with_another_word,
    _with_one_word_for_another,
    _with_one_word_for_another,
    _with_lines_elsewhere,
    _with_a_line_again,
    _indented_otherwise,
)


def _members(value: object) -> Iterator[dict[str, Any]]:
    """The map and all maps in it."""
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from _members(member)


def _of_what_is_known(chance: random.Random) -> bytes:
    """Up to four members become another value or another key, or go."""
    manifest: dict[str, Any] = json.loads(json.dumps(_KNOWN))
    for _ in range(chance.randrange(5)):
        mapping = chance.choice([each for each in _members(manifest) if each])
        key = chance.choice(list(mapping))
        match chance.randrange(4):
            case 0:
                mapping[chance.choice(_VERSIONS)] = mapping.pop(key)
            case 1:
                del mapping[key]
            case 2:
                mapping[key] = chance.choice(_WORDS)
            case _:
                mapping[key] = chance.choice(_STATUSES) if key[0].isdigit() else mapping[key]
    return json.dumps(manifest, indent=chance.choice((None, 2))).encode()


def generated(number: int) -> bytes:
    """The content of a manifest; every second is made of what the endpoint knows, and stays YAML."""
    chance = random.Random(number)  # noqa: S311 - the same manifests each time is the point
    if number % 2:
        return _of_what_is_known(chance)
    content = chance.choice(sorted(GOLDEN.rglob("*.y*ml"))).read_bytes()
    for _ in range(chance.randrange(1, 4)):
        content = chance.choice(_CHANGES)(chance, content)
    return content
