"""`python -m packagestate.provider.cli` is the same as `packagestate`."""

from packagestate.provider.cli import run

run()
