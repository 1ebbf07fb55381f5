"""What a path leads to is answered without walking the document: a manifest may have thousands of unknown fields."""

from collections.abc import Iterator

import pytest

from packagestate.schemas.nodes import Mapping, Scalar
from packagestate.schemas.owners import is_for_several, owner


class NeverWalked(dict[str, Scalar]):
    """Keys that are looked up one by one."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("the keys of a manifest were walked to say what one path leads to")


@pytest.mark.parametrize("path", [(), ("packages", "chalk"), ("packages", "chalk", "versions", "1.0.0")])
def test_each_of_thousands_of_faults_asks_for_two_keys_and_no_others(path: tuple[str, ...]) -> None:
    root = Mapping(None, NeverWalked(repositories=Scalar(None, None, (True, False), "repositories")), {}, {})
    assert is_for_several(root)
    assert "repository" not in owner(path, root).fields
