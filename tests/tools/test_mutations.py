"""The mutations are kept up with the code that they break; running them is for `make mutations`."""

from pathlib import Path

import pytest

from tools.mutations.catalogue import read_mutations
from tools.mutations.mutation import Mutation

PROJECT = Path(__file__).parents[2]
MUTATIONS = read_mutations()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_can_be_applied_and_is_python(mutation: Mutation) -> None:
    text = (PROJECT / mutation.file).read_text(encoding="utf-8")
    mutated = mutation.applied(text)
    assert mutated != text
    compile(mutated, mutation.file, "exec")
    assert (PROJECT / mutation.tests).is_file()


def test_text_that_is_no_longer_there_is_missed() -> None:
    with pytest.raises(LookupError, match=r"0 times in a\.py"):
        Mutation("a name", "a.py", "old", "new", "tests").applied("other")


def test_every_mutation_has_a_name_of_its_own() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 12
