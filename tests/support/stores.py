"""What the endpoint holds at first, in few words.

A module of tests says it in its constant `SEED`, which `tests/conftest.py` reads:

    SEED = store(npm={"chalk": {"5.6.0": "Published"}, "debug": ["4.4.1"]})

That is the repository `npm-store` of the domain `acme`. The versions of a list are published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Seed = Mapping[str, Any]
Versions = Mapping[str, str] | Iterable[str]


@dataclass(frozen=True)
class Held:
    """The versions of a package that has an origin configuration of its own."""

    versions: Versions
    publish: str = "BLOCK"
    upstream: str = "BLOCK"


Packages = Mapping[str, Versions | Held]


def store(**packages: Packages) -> Seed:
    """One domain with one repository, and its packages of each format."""
    return domains(acme={"npm-store": {"packages": _formats(packages)}})


def domains(**domains: Mapping[str, Seed]) -> Seed:
    """Domains, with their repositories."""
    return {"domains": {name: {"repositories": repositories} for name, repositories in domains.items()}}


def repository(*upstreams: str, connection: str = "", **packages: Packages) -> Seed:
    """A repository of one of several domains, or one of several."""
    return {"upstreams": list(upstreams), "external_connection": connection, "packages": _formats(packages)}


def with_public(seed: Seed, **packages: Packages) -> Seed:
    """The same, and what the external connections lead to."""
    return {**seed, "public": _formats(packages)}


def without_content(seed: Seed) -> Seed:
    """The same, but no version has files: thousands of them cost little."""
    return {**seed, "content": False}


def _formats(packages: Mapping[str, Packages]) -> Seed:
    return {kind: {name: _package(held) for name, held in named.items()} for kind, named in packages.items()}


def _package(held: Versions | Held) -> dict[str, Any]:
    if isinstance(held, Held):
        return _package(held.versions) | {"origin": {"publish": held.publish, "upstream": held.upstream}}
    return {"versions": dict(held) if isinstance(held, Mapping) else list(held)}
