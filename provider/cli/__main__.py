"""`python -m provider.cli` is the same as `packagestate`."""

import sys

from provider.cli import run

sys.exit(run())
