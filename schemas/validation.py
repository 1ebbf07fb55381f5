"""From a tree of nodes to a manifest: what is wrong with it, and what is left of it when that is taken out."""

from pydantic import ValidationError

from packagestate.schemas.errors import Fault
from packagestate.schemas.manifest import Manifest
from packagestate.schemas.nodes import Node, Plain, place_of, plain

# The path to a version. What is wrong inside a version costs the version, not the package.
_VERSION_DEPTH = 4
# The path to a rule, or to advisories: what is left of one that is wrong means something else.
_RULE_DEPTH = 2
_WHOLE = {("rules",), ("advisories",)}


def validate(root: Node) -> tuple[Manifest | None, tuple[Fault, ...]]:
    """Hold a document against the manifest's models.

    Args:
        root: The document.

    Returns:
        The manifest without what is wrong, so that the checks that follow can report their faults in the same run, and
        the faults. None where too little is left.
    """
    held = plain(root)
    try:
        return Manifest.model_validate(held), _without_content(held, root)
    except ValidationError as error:
        # Not at the top: most manifests need no words for what is wrong with them.
        from packagestate.schemas.validation_errors import path_of, rewritten  # noqa: PLC0415

        rest = _copied(held)
        for complaint in error.errors(include_url=False, include_context=False, include_input=False):
            path = path_of(complaint["loc"])
            _take_out(rest, path[: _RULE_DEPTH if path[:1] in _WHOLE else _VERSION_DEPTH])
        return _without_faults(rest), (*rewritten(error, root), *_without_content(held, root))


def _without_content(held: Plain, root: Node) -> tuple[Fault, ...]:
    """That a manifest has neither packages, rules nor advisories."""
    if not isinstance(held, dict) or {"packages", "rules", "advisories"} & held.keys():
        return ()
    detail = "`packages` is missing from the manifest, which means nothing without it, `rules` or `advisories`."
    return (Fault("Missing field", detail, "add `packages`, `rules` or `advisories`", place_of(root)),)


def _copied(held: Plain) -> Plain:
    """A copy in which nothing is shared, also where an alias stands for it."""
    if isinstance(held, dict):
        return {key: _copied(value) for key, value in held.items()}
    return list(map(_copied, held)) if isinstance(held, list) else held


def _take_out(held: Plain, path: tuple[str, ...]) -> None:
    for step in path[:-1]:
        held = held.get(step, "") if isinstance(held, dict) else ""
    if isinstance(held, dict) and path:
        held.pop(path[-1], None)


def _without_faults(held: Plain) -> Manifest | None:
    try:
        return Manifest.model_validate(held)
    except ValidationError:
        return None
