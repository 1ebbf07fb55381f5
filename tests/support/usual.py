"""The usual ground: three npm packages, a manifest that has something to do with two of them, and limits for that."""

from tests.support.stores import store

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

HELD = store(
    npm={
        "chalk": ["5.5.0", "5.6.0", "5.6.1", "5.6.2"],
        "debug": {"4.4.1": "Unlisted", "4.4.2": "Published", "4.4.3": "Published"},
        "@ctrl/tinycolor": ["4.1.0"],
    }
)

LIMITS = {"irreversibleLimit": "10", "changedFractionLimit": "1"}
