"""Fixtures of the tests that run the real engine."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox

MANIFEST = """\
domain: acme
repository: npm-store
format: npm
packages:
  chalk:
    versions:
      "5.6.0": Published
      "5.6.1": Disposed
      "5.6.2": Published
  debug:
    versions:
      "4.4.1": Unlisted
      "4.4.2": Archived
  "@ctrl/tinycolor":
    versions:
      "4.1.0": Published
"""

SEED = {
    "domains": {
        "acme": {
            "repositories": {
                "npm-store": {
                    "packages": {
                        "npm": {
                            "chalk": {
                                "versions": {
                                    "5.5.0": "Published",
                                    "5.6.0": "Published",
                                    "5.6.1": "Published",
                                    "5.6.2": "Published",
                                }
                            },
                            "debug": {"versions": {"4.4.1": "Unlisted", "4.4.2": "Published", "4.4.3": "Published"}},
                            "@ctrl/tinycolor": {"versions": {"4.1.0": "Published"}},
                        }
                    }
                }
            }
        }
    }
}

LIMITS = {"irreversibleLimit": "10", "changedFractionLimit": "1"}


@pytest.fixture
def seed() -> object:
    return SEED


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    """A stack with the manifest above, which has not been up yet."""
    sandbox = Sandbox.create(tmp_path, endpoint.url)
    sandbox.configure(**LIMITS)
    sandbox.declare(MANIFEST)
    return sandbox
