"""The real account that the contract can be held against: `PACKAGESTATE_TEST_AWS=1`, and nothing else, asks for it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

VARIABLE = "PACKAGESTATE_TEST_AWS"
DOMAIN, REPOSITORY = "PACKAGESTATE_TEST_DOMAIN", "PACKAGESTATE_TEST_REPOSITORY"

# As it was when the tests began: for every test the AWS settings are taken out of it.
ENVIRONMENT = dict(os.environ)


@dataclass(frozen=True)
class Account:
    """Where a real account takes the contract's packages."""

    domain: str
    repository: str


def real_account(environment: Mapping[str, str] = ENVIRONMENT) -> Account | None:
    """The account that the environment asks for; None where it asks for none.

    Raises:
        pytest.UsageError: It asks for one, and does not say where.
    """
    if environment.get(VARIABLE) != "1":
        return None
    if missing := [name for name in (DOMAIN, REPOSITORY) if not environment.get(name)]:
        raise pytest.UsageError(
            f"{VARIABLE}=1 holds the contract against a real account, and {' and '.join(missing)} must say where. See "
            "emulator/README.md."
        )
    return Account(environment[DOMAIN], environment[REPOSITORY])


def is_setting(name: str) -> bool:
    """Whether a variable says how AWS is reached; where the certificates are is the machine's own affair."""
    return name.startswith("AWS_") and name != "AWS_CA_BUNDLE"


@contextmanager
def own_settings() -> Iterator[None]:
    """Give back the AWS settings that were taken out of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in filter(is_setting, list(os.environ)):
            patch.delenv(name)
        for name in filter(is_setting, ENVIRONMENT):
            patch.setenv(name, ENVIRONMENT[name])
        yield
