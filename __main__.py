"""The Pulumi program: the manifests' desired state, as one resource a package."""

import atexit
import gc

# First of all, since imports make the most objects at once. The program ends soon, and what it makes lives as long:
# looking for garbage takes a quarter of the processor's time and finds next to nothing, at the end too.
gc.disable()
atexit.register(gc.freeze)

import pulumi  # noqa: E402

from packagestate.provider.configuration.advice import engine_advice  # noqa: E402
from packagestate.provider.configuration.stack import stack_configuration  # noqa: E402
from packagestate.provider.plugin.hook_errors import printable_traceback  # noqa: E402
from packagestate.provider.program.run import run  # noqa: E402
from packagestate.schemas.errors import PackageStateError  # noqa: E402

# Of each resource the SDK tells the engine four things that only `pulumi --debug` would show, and waits for an answer
# each time: a fifth of a run over a thousand packages.
pulumi.log.debug = lambda *_arguments, **_options: None

try:
    run(stack_configuration(pulumi.runtime.get_config, engine_advice(pulumi.get_stack())))
except PackageStateError as error:
    raise pulumi.RunError(str(error)) from None
except Exception as error:  # noqa: BLE001 - a bug: its words may hold what others wrote, so they are made safe
    raise pulumi.RunError(f"This is a bug of packagestate:\n{printable_traceback(error)}") from None
