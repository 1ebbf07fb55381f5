"""A registry and the state of its packages, in one program."""

from infrastructure import declare_registry
from registry_packages import declare_packages

registry = declare_registry()
declare_packages(registry.domain, registry.repository)
