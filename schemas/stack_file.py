"""The configuration in a `Pulumi.STACK.yaml`, as the engine gives it to the program: keys, and values as text."""

from pathlib import Path
from typing import Final

from packagestate.schemas.document import compose
from packagestate.schemas.errors import ConfigurationError, Fault
from packagestate.schemas.files import read, shown
from packagestate.schemas.nodes import Mapping, Node, Scalar, place_of

_CONFIGURATION: Final = "config"
# Source: YAML 1.2.2, section 10.3.2, tag resolution of the core schema. The engine reads it as not set.
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


def stack_file(folder: Path, stack: str) -> Path:
    """Where the configuration of a stack is.

    Args:
        folder: The folder that the engine is run in.
        stack: The stack; of `ORGANIZATION/PROJECT/STACK` the last part counts, as for the engine.
    """
    return folder / f"Pulumi.{stack.rpartition('/')[2]}.yaml"


def read_stack_file(file: Path, namespace: str) -> dict[str, str]:
    """Read the keys of one namespace.

    Args:
        file: The file.
        namespace: The part of the keys before the colon; keys of others are passed over, whatever they hold.

    Returns:
        The values by their key with its namespace. What is null is left out.

    Raises:
        ConfigurationError: There is no such file, or a value is a secret, a list or a map.
        ManifestError: The file cannot be read, or is no YAML.
    """
    if not file.exists():
        raise ConfigurationError.of(
            "Stack file is missing",
            f"There is no file `{shown(file)}`, so the limits and settings of the stack are not known. Nothing was "
            "read or changed.",
            "name a stack whose file is in this folder, or change to the folder that holds it",
        )
    document = compose(read(file), shown(file))
    faults = list(document.faults)
    root = document.root
    configuration = root.values.get(_CONFIGURATION) if isinstance(root, Mapping) else root
    if configuration is None or _is_null(configuration):
        values: dict[str, Node] = {}
    elif isinstance(configuration, Mapping):
        values = {key: value for key, value in configuration.values.items() if key.startswith(f"{namespace}:")}
    else:
        values = {}
        faults.append(_not_plain(f"{_CONFIGURATION}", "not a map of keys and values", configuration))
    texts: dict[str, str] = {}
    for key, value in values.items():
        if isinstance(value, Scalar):
            if not _is_null(value):
                texts[key] = value.value
        elif isinstance(value, Mapping) and "secure" in value.values:
            faults.append(_not_plain(key, "a secret, which only the engine can decrypt", value))
        else:
            faults.append(_not_plain(key, "a list or a map, and not one value", value))
    if faults:
        raise ConfigurationError(faults)
    return texts


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.implicit[0] and node.value in _NULLS


def _not_plain(key: str, kind: str, node: Node) -> Fault:
    return Fault(
        "Configuration is wrong",
        f"`{key}` is {kind}. Nothing was read or changed.",
        "write a plain value here",
        place_of(node),
    )
