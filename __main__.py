"""The Pulumi program: the manifests' desired state, as one resource a package."""

from packagestate.provider import runtime

# Before the others, since imports make the most objects at once.
runtime.prepare_program()

import pulumi  # noqa: E402

from packagestate.provider.configuration.advice import engine_advice  # noqa: E402
from packagestate.provider.configuration.stack import stack_configuration  # noqa: E402
from packagestate.provider.plugin.hook_errors import printable_traceback  # noqa: E402
from packagestate.provider.program.run import run  # noqa: E402
from packagestate.schemas.errors import PackageStateError  # noqa: E402

runtime.silence_debugging(pulumi.log)
runtime.leave_out_stack_traces(pulumi.runtime.resource)
try:
    run(stack_configuration(pulumi.runtime.get_config, engine_advice(pulumi.get_stack())))
except PackageStateError as error:
    raise pulumi.RunError(str(error)) from None
except Exception as error:  # noqa: BLE001 - a bug: its words may hold what others wrote, so they are made safe
    raise pulumi.RunError(f"This is a bug of packagestate:\n{printable_traceback(error)}") from None
