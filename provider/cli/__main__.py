"""`python -m provider.cli` is the same as `packagestate`."""

from provider.cli import run

run()
