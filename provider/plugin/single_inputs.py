"""What is wrong with one input of a `Package` by itself, in words that follow its name. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from pydantic_core import CoreSchema, SchemaValidator, ValidationError
from pydantic_core.core_schema import dict_schema, str_schema

from packagestate.provider.plugin import naming
from packagestate.provider.state import keys
from packagestate.schemas import names
from packagestate.schemas.coordinates import Format
from packagestate.schemas.desired import OnRemoval, Restriction
from packagestate.schemas.errors import printable, shortened
from packagestate.schemas.fitness import SIGNATURE_KEY
from packagestate.schemas.patterns import is_version_pattern
from packagestate.schemas.status import DECLARABLE, Status


def _shape(schema: CoreSchema) -> Callable[[object], Iterator[str]]:
    """The check of a value that has to fit one rule."""
    validator = SchemaValidator(schema)

    def check(value: object) -> Iterator[str]:
        try:
            validator.validate_python(value, strict=True)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_context=False):
                at = ".".join(map(str, each["loc"])) or str(value)
                # The pattern itself is long, and says nothing to most people.
                is_pattern = each["type"] == "string_pattern_mismatch"
                why = "it holds a character that is not allowed" if is_pattern else each["msg"]
                yield printable(f"`{shortened(at)}` is wrong: {why}")

    return check


def _one_of(choices: Collection[str]) -> Callable[[object], Iterator[str]]:
    """The check of a value that has to be one of several words."""

    def check(value: object) -> Iterator[str]:
        if value not in choices:
            yield f"is `{printable(str(value))}`, and not one of {', '.join(choices)}"

    return check


_version: Final = _shape(names.VERSION.schema)


def _versions(value: object) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield "is not a map from version to status"
        return
    counts: Counter[str] = Counter()
    for status, text in value.items():
        if status not in DECLARABLE and text in DECLARABLE:
            yield from naming.not_packed(status)
            continue
        yield from _one_of(DECLARABLE)(status)
        counts.update(str(text).split())
    for version, count in counts.items():
        if count > 1:
            yield f"names `{printable(version)}` more than once"
        if is_version_pattern(None, version):
            yield naming.pattern(version)
        elif version == SIGNATURE_KEY:
            yield f"names `{version}`, which is the key by which Pulumi's engine marks a secret: no state can hold it"
        else:
            yield from _version(version)


_segment: Final = _shape(names.PACKAGE.schema)


def _package(value: object) -> Iterator[str]:
    yield from tuple(naming.with_namespace(value)) or _segment(value)


def _origin(value: object) -> Iterator[str]:
    if not isinstance(value, Mapping) or value.keys() != {keys.PUBLISH, keys.UPSTREAM}:
        yield "needs `publish` and `upstream`, and nothing else"
        return
    for restriction in value.values():
        yield from _one_of(tuple(Restriction))(restriction)


#: The check of each input, by its key.
CHECKS: Final[Mapping[str, Callable[[Any], Iterator[str]]]] = {
    keys.DOMAIN: _shape(names.DOMAIN.schema),
    keys.DOMAIN_OWNER: _shape(names.ACCOUNT.schema),
    keys.REPOSITORY: _shape(names.REPOSITORY.schema),
    keys.FORMAT: _one_of(tuple(Format)),
    keys.NAMESPACE: _shape(names.NAMESPACE.schema),
    keys.PACKAGE: _package,
    keys.STATUS: _one_of((Status.DELETED,)),
    keys.VERSIONS: _versions,
    keys.VERSION_REVISIONS: _shape(dict_schema(names.VERSION.schema, names.REVISION.schema)),
    keys.ORIGIN: _origin,
    keys.ON_REMOVAL: _one_of(tuple(OnRemoval)),
    keys.FLOORS: _shape(str_schema()),
    keys.SEVERAL: _shape(str_schema()),
}
