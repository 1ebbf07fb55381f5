"""Reads the keys of a configuration one by one, with their types, and remembers everything that is wrong."""

import os
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from packagestate.provider.plan.limits import Advice
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.files import FOLDER_VARIABLE, is_visible_within
from packagestate.schemas.text import FORBIDDEN

#: The namespace of every key, also in a project that is called otherwise.
NAMESPACE = "packagestate"

#: Looks up one key with its namespace; None where it is not set.
Lookup = Callable[[str], object]

# What terminals and the engine take for a mark; a space is seen.
_HIDDEN = re.compile(rf"[{FORBIDDEN}]")

# Python would read more as a number: `1_0`, `-0`, `1e2`, the digits of other scripts. Not everybody who reviews a limit
# takes these for what it does, and other tools read some of them as another number, or as none.
_LONGEST_COUNT = 15
_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")

# A URL of an API has these letters only where a user, a password or a token is in it.
_SECRETIVE = frozenset("@?")


def decimal(number: float) -> str:
    """A number as a key of the configuration has it.

    Args:
        number: The number, at least 0.

    Returns:
        Its digits, with a decimal point where it is a fraction, and never with an exponent.
    """
    return f"{Decimal(repr(number)):f}".removesuffix(".0")


def configuration_key(key: str) -> str:
    """A key as a stack's file has it.

    Args:
        key: The key, without its namespace.
    """
    return f"{NAMESPACE}:{key}"


class Reader:
    """Reads keys, and remembers every fault."""

    def __init__(self, lookup: Lookup, advice: Advice, when: str = "") -> None:
        """Read from somewhere.

        Args:
            lookup: Where keys are looked up.
            advice: Says how a key is set.
            when: When the keys hold, in words that follow their name; empty for always.
        """
        self._lookup, self._when = lookup, when
        self.advice = advice
        self.faults: list[Fault] = []

    def _named(self, key: str) -> str:
        return f"`{configuration_key(key)}`{self._when}"

    def text(self, key: str) -> str | None:
        """A text; None where the key is not set, or holds what the engine would print as something else."""
        value = self._lookup(configuration_key(key))
        if value is None or value == "":
            return None
        if _HIDDEN.search(str(value)) is None:
            return str(value)
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"{self._named(key)} is `{shortened(str(value))}`, which holds a character that is not seen, or `<`. "
                "The engine would print it as something else. Nothing was read or changed.",
                self.advice(configuration_key(key), "VALUE"),
            )
        )
        return None

    def manifests(self) -> Path:
        """Where the manifests are. In a run on a team's folder that is inside it: a proposal may change the key."""
        stated = Path(self.text("manifests") or "packages")
        folder = os.environ.get(FOLDER_VARIABLE)
        if not folder:
            return stated
        path = Path(folder, stated)
        if not is_visible_within(path, Path(folder)):
            self.faults.append(
                Fault(
                    "Configuration is wrong",
                    f"`{NAMESPACE}:manifests` is `{shortened(str(stated))}`, which leads out of the folder that the "
                    "run is on, or to a hidden file. Nothing was read or changed.",
                    "name a folder or a file inside, and put no link in its place",
                )
            )
        return path

    def number(self, key: str, default: float, least: float, most: float = float("inf")) -> float:
        """A number from `least` to `most`; the default where the key is not set, or is wrong."""
        text = self.text(key)
        if text is None:
            return default
        number = float(text) if _DECIMAL.fullmatch(text) else float("nan")
        if least <= number <= most and number != float("inf"):
            return number
        bounds = f"at least {least:g}" if most == float("inf") else f"from {least:g} to {most:g}"
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"{self._named(key)} is `{shortened(text)}`, and not a number {bounds}, written with the digits 0 to 9 "
                "and at most a decimal point. Nothing was read or changed.",
                self.advice(configuration_key(key), decimal(default)),
            )
        )
        return default

    def count(self, key: str, default: int) -> int:
        """A whole number, at least 0."""
        text = self.text(key)
        if text is None:
            return default
        if _WHOLE.fullmatch(text) and len(text) <= _LONGEST_COUNT:
            return int(text)
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"{self._named(key)} is `{shortened(text)}`, and not a whole number, at least 0, written with the "
                "digits 0 to 9. Nothing was read or changed.",
                self.advice(configuration_key(key), str(default)),
            )
        )
        return default

    def endpoint(self) -> str | None:
        """The URL of the API, which must hold no secret: the engine writes the plugin's configuration into the state.

        Source: Pulumi documentation, "Dynamic resource providers": "Configuration".
        """
        text = self.text("endpoint")
        if text is None or not _SECRETIVE & set(text):
            return text
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"`{NAMESPACE}:endpoint` holds a user, a password or a query. It would be written into files that are "
                "no place for secrets, so it is not repeated here either. Nothing was read or changed.",
                f"{self.advice(f'{NAMESPACE}:endpoint', 'https://HOST')}; give credentials as to every AWS tool, and "
                "renew the secret",
            )
        )
        return None
