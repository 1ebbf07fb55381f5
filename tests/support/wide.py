"""Statements for several repositories, without a manifest that makes them."""

from typing import NamedTuple

from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


class At(NamedTuple):
    """A place in a file, as the reader of YAML remembers it: counted from 0."""

    name: str
    line: int = 0
    column: int = 0


def wide_version(
    status: Status,
    version: str = "1.0.0",
    file: str = "wide.yaml",
    *,
    package: str = "chalk",
    domain_owner: str | None = None,
    excepted: tuple[str, ...] = (),
) -> WideVersion:
    """A statement for all repositories of the domain `acme` about a version of an npm package."""
    scope = Scope.of("acme", domain_owner, "all", Place(file, 2, 1))
    return WideVersion(scope, Format.NPM, None, package, version, status, None, excepted, At(file, 6, 6))
