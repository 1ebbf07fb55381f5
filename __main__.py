"""The Pulumi program: the manifests' desired state, as one resource a package."""

import pulumi

from provider.configuration import stack_configuration
from provider.stack import run
from schemas.errors import PackageStateError

try:
    run(stack_configuration(pulumi.runtime.get_config))
except PackageStateError as error:
    raise pulumi.RunError(str(error)) from None
