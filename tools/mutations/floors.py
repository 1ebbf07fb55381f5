"""Mutations of statements for several repositories: what they are about, and how they combine."""

from typing import Final

from tools.mutations.mutation import Mutation

_FLOORS: Final = "provider/plan/floors.py"
_COPIES: Final = "provider/observe/copies.py"
_SCOPE: Final = "schemas/scope.py"
_PRECEDENCE: Final = "provider/plan/precedence.py"

_LAWS: Final = "tests/plan/test_floors.py"
_LAWS_OF_COPIES: Final = "tests/observe/test_copies.py"
_LAWS_OF_PRECEDENCE: Final = "tests/plan/test_precedence.py"
_LAWS_OF_INTENT: Final = "tests/plan/test_intent.py"

OF_FLOORS: Final = (
    Mutation(
        "`except` is ignored",
        "schemas/wide_version.py",
        "return self.scope.holds(repository) and not self.scope.excludes(repository, self.excepted)",
        "return self.scope.holds(repository)",
        _LAWS,
    ),
    Mutation(
        "what `!` takes out of `repositories` stays in",
        _SCOPE,
        "and not _fits(name, self._unwanted())",
        "",
        _LAWS,
    ),
    Mutation(
        "a floor loosens what is more restrictive",
        _FLOORS,
        "status = floor.status if found is None or found.is_looser_than(floor.status) else found",
        "status = floor.status",
        _LAWS,
    ),
    Mutation(
        "a package without a named version has a resource",
        _FLOORS,
        "if literal is None and not versions and not (is_recorded and floors):",
        "if literal is None and not versions and not floors:",
        _LAWS,
    ),
    Mutation(
        "a resource goes with the last named version",
        _FLOORS,
        "and not (is_recorded and floors):",
        "and True:",
        _LAWS,
    ),
    Mutation(
        "a floor of another domain holds",
        _FLOORS,
        "list[WideVersion]] = self._stated.get(_name(coordinates), {})\n        return [each for which",
        "list[WideVersion]] = next((s for k, s in self._stated.items() if k[1:] == _name(coordinates)[1:]), {})\n"
        "        return [each for which",
        _LAWS,
    ),
    Mutation(
        "`over` is ignored",
        _FLOORS,
        "if said is None or not each.is_overridden_by(said.over):",
        "if True:",
        _LAWS,
    ),
    Mutation(
        "`over` stands over every file",
        _FLOORS,
        "if said is None or not each.is_overridden_by(said.over):",
        "if said is None or said.over is None:",
        _LAWS,
    ),
    Mutation(
        "the least restrictive floor wins",
        _FLOORS,
        "key=lambda one: (-FLOORS.index(one.status), one.place)",
        "key=lambda one: (FLOORS.index(one.status), one.place)",
        _LAWS,
    ),
    Mutation(
        "a floor overrides what is more restrictive",
        _FLOORS,
        "if version not in exact or exact[version].status.is_looser_than(floor.status)",
        "if True",
        _LAWS,
    ),
    Mutation(
        "a floor drops the pin of the literal that it overrides",
        _FLOORS,
        "said.revision if said else None,",
        "None,",
        _LAWS,
    ),
    Mutation(
        "a floor is refused where the version is absent",
        _FLOORS,
        "if found is None and (said is None or floor.status is Status.UNLISTED):",
        "if found is None and said is None:",
        _LAWS,
    ),
    Mutation(
        "a sweep misses a package",
        _COPIES,
        "present = {*held}",
        "present = {*held[1:]}",
        _LAWS_OF_COPIES,
    ),
    Mutation(
        "only the first statement of a domain is looked for",
        _COPIES,
        "        for each in together:\n",
        "        for each in together[:1]:\n",
        _LAWS_OF_COPIES,
    ),
    Mutation(
        "a name that fits no repository is passed over",
        _COPIES,
        "        faults.extend(_unmatched(stated, {each.name for each in found}))\n",
        "",
        _LAWS_OF_COPIES,
    ),
    Mutation(
        "a recorded package that is gone loses its resource",
        "provider/plan/intent.py",
        "    known |= {each.coordinates: each for each in absent}\n",
        "",
        _LAWS_OF_INTENT,
    ),
    Mutation(
        "a resource stays although its repository is gone",
        "provider/plan/intent.py",
        "and each.repository in repositories and floors.of(each)",
        "and floors.of(each)",
        _LAWS_OF_INTENT,
    ),
    Mutation(
        "a version that `over` lets through is said to be held",
        _PRECEDENCE,
        "if not each.is_overridden_by(version.over)]",
        "if True]",
        _LAWS_OF_PRECEDENCE,
    ),
    Mutation(
        "nobody is told that a statement contains nothing any more",
        _PRECEDENCE,
        "tuple(sorted({*package.floors} - named))",
        "()",
        _LAWS_OF_PRECEDENCE,
    ),
    Mutation(
        "a removal that a floor prevents draws no warning",
        _PRECEDENCE,
        "or not about:",
        "or about:",
        _LAWS_OF_PRECEDENCE,
    ),
    Mutation(
        "a misspelt version of a statement for several repositories draws no warning",
        "provider/plan/absent_floors.py",
        "near is not None and near.status.is_looser_than(each.status)",
        "near is not None and each.status.is_looser_than(near.status)",
        "tests/plan/test_absent_floors.py",
    ),
    Mutation(
        "that a floor has gone is not recorded",
        "provider/plugin/difference.py",
        "if not set(properties.floors(recorded)) <= set(properties.floors(inputs)):",
        "if False:",
        "tests/plugin/test_difference.py",
    ),
    Mutation(
        "a repository of another owner is taken for one that is gone",
        _COPIES,
        "(each.domain, each.domain_owner) in listed",
        "each.domain in {domain for domain, _ in listed}",
        _LAWS_OF_COPIES,
    ),
)
"""In the order of a statement's way: what it is about, what it comes to, where the packages are, what stays."""
