"""The Pulumi program: the manifests' desired state, as one resource a package."""

import gc

import pulumi

from provider.configuration import stack_configuration
from provider.stack import run
from schemas.errors import PackageStateError

# The program ends soon, and what the engine's SDK makes for each resource lives as long: looking for garbage among it
# takes a quarter of the processor's time and finds next to nothing.
gc.disable()

try:
    run(stack_configuration(pulumi.runtime.get_config))
except PackageStateError as error:
    raise pulumi.RunError(str(error)) from None
