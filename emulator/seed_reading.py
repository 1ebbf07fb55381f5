"""What all parts of a seed are read with: maps of known keys, texts, and names that fit the service's model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from moto.core.utils import get_service_model

from emulator.codeartifact.routes import SERVICE_NAME
from emulator.codeartifact.validation import faults_in

_EMPTY: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Reading:
    """One document while it is read.

    Attributes:
        faults: What is wrong with it, each with its place.
    """

    faults: list[str] = field(default_factory=list)

    def named(self, value: object, where: str, shape: str) -> Mapping[str, Any]:
        """The entries of a map whose keys are names in the sense of the service's model.

        Args:
            value: What the document has.
            where: Its place.
            shape: The name of the model's shape.
        """
        entries = self.mapping(value, where)
        for name in entries:
            self.check(shape, name, where)
        return entries

    def members(self, value: object, where: str, known: set[str]) -> Mapping[str, Any]:
        """The entries of a map that has certain keys only.

        Args:
            value: What the document has.
            where: Its place.
            known: The keys.
        """
        entries = self.mapping(value, where)
        for name in entries:
            if name not in known:
                self.faults.append(f"{where}: there is no {name!r} here, only {', '.join(sorted(known))}")
        return {name: entry for name, entry in entries.items() if name in known}

    def mapping(self, value: object, where: str) -> Mapping[str, Any]:
        """A map; nothing at all is an empty one.

        Args:
            value: What the document has.
            where: Its place.
        """
        if value is None or isinstance(value, Mapping):
            return value or _EMPTY
        self.faults.append(f"{where}: {value!r} is not a map")
        return _EMPTY

    def text(self, value: object, where: str) -> str:
        """A text.

        Args:
            value: What the document has.
            where: Its place.
        """
        if not isinstance(value, str):
            self.faults.append(f"{where}: {value!r} is not a text")
        return str(value)

    def check(self, shape: str, value: object, where: str) -> None:
        """Check a value against the service's model. Source: botocore's model, the shape of that name.

        Args:
            shape: The name of the model's shape.
            value: What the document has.
            where: Its place.
        """
        if any(faults_in(get_service_model(SERVICE_NAME).shape_for(shape), value, where)):
            self.faults.append(f"{where}: {value!r} is no {shape}")
