"""The fields of an OSV record, each of the type that is expected, or a fault. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from packagestate.schemas.advisories.decoding import HINT, NOT_USED, kind_of
from packagestate.schemas.errors import Fault, RecordError

# A record can hold a million wrong values. Nobody reads as many faults.
_MOST_FAULTS: Final = 20


class Fields:
    """Takes fields out of the objects of one record.

    A path says where a field is, such as `affected[0].package.name`. What is called `where` is the path of an object
    with what comes before the names of its fields: empty, or with a point at the end.

    Attributes:
        faults: What is wrong with the fields that were taken.
    """

    def __init__(self) -> None:
        """Begin without faults."""
        self.faults: list[Fault] = []

    def fault(self, summary: str, detail: str) -> None:
        """Note what is wrong.

        Args:
            summary: See `Fault`.
            detail: See `Fault`.

        Raises:
            RecordError: It is one fault too many.
        """
        if len(self.faults) == _MOST_FAULTS:
            last = Fault("Further faults", f"The record has more than {_MOST_FAULTS} faults. {NOT_USED}", HINT)
            raise RecordError((*self.faults, last))
        self.faults.append(Fault(summary, f"{detail} {NOT_USED}", HINT))

    def wrong(self, path: str, found: object, expected: str) -> None:
        """Note that something else stands in a field than is expected.

        Args:
            path: The field's path.
            found: What stands there.
            expected: What is expected, in words.
        """
        self.fault("Field is of the wrong type", f"`{path}` is {kind_of(found)}, and {expected} is expected.")

    def missing(self, path: str) -> None:
        """Note that a field is missing.

        Args:
            path: The field's path.
        """
        self.fault("Field is missing", f"`{path}` is missing.")

    def string(self, holder: Mapping[str, Any], key: str, where: str) -> str:
        """A string that has to be there.

        Args:
            holder: The object.
            key: The field's name.
            where: Where the object is.

        Returns:
            The string; empty where there is a fault.
        """
        found = holder.get(key)
        if isinstance(found, str) and found:
            return found
        if key in holder:
            self.wrong(f"{where}{key}", found, "a string")
        else:
            self.missing(f"{where}{key}")
        return ""

    def strings(self, holder: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, str]]:
        """The strings of a list that may be missing.

        Args:
            holder: The object.
            key: The list's name.
            where: Where the object is.

        Yields:
            Each string that is not empty, after its path. What else stands in the list is a fault.
        """
        for path, each in self._listed(holder, key, where):
            if isinstance(each, str) and each:
                yield path, each
            else:
                self.wrong(path, each, "a string")

    def objects(self, holder: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of a list that may be missing.

        Args:
            holder: The object that has the list.
            key: The list's name.
            where: Where that object is.

        Yields:
            Each object, after where it is. What else stands in the list is a fault.
        """
        for path, each in self._listed(holder, key, where):
            if isinstance(each, dict):
                yield f"{path}.", each
            else:
                self.wrong(path, each, "an object")

    def _listed(self, holder: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Any]]:
        """The values of a list, each after its path. Databases write null for an empty list."""
        found = holder.get(key)
        if isinstance(found, list):
            for number, each in enumerate(found):
                yield f"{where}{key}[{number}]", each
        elif found is not None:
            self.wrong(f"{where}{key}", found, "a list")
