"""What a mutation is: a text that goes and one that comes, and the test that has to notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of the code that breaks a promise.

    Attributes:
        name: The broken promise, in a few words.
        file: The file, relative to the project.
        old: The text that goes; it stands in the file exactly once.
        new: The text that comes in its place.
        tests: The file of tests in which the promise is held; it is run first, so that a mutant is soon caught.
    """

    name: str
    file: str
    old: str
    new: str
    tests: str

    def applied(self, text: str) -> str:
        """The mutated text of the file.

        Args:
            text: The file's text.

        Raises:
            LookupError: The old text does not stand in it exactly once.
        """
        if (count := text.count(self.old)) != 1:
            raise LookupError(f"the old text stands {count} times in {self.file}")
        return text.replace(self.old, self.new)
