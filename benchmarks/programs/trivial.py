"""As many trivial resources as the environment says."""

import os

from trivial import Trivial

for number in range(int(os.environ["RESOURCE_COUNT"])):
    Trivial(f"package-{number:05d}")
