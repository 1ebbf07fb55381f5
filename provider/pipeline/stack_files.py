"""The stacks' settings of a folder of data: which files are taken, and what may stand in them.

A proposal may change these files, and a preview of the proposal reads them before anybody has reviewed it, with the
credentials of the pipeline. So only what this program reads passes, and what the engine needs to read secrets.

Source: Pulumi documentation, "Pulumi stack settings file reference".
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packagestate.provider.configuration.reader import NAMESPACE
from packagestate.schemas.document import compose
from packagestate.schemas.errors import ConfigurationError, Fault, ManifestError, Place, shortened
from packagestate.schemas.files import read, shown
from packagestate.schemas.nodes import Entry, Mapping, Node, Scalar, entry_at, place_of

_NAME: Final = re.compile(r"Pulumi\..+\.yaml", re.DOTALL)
_ODD_BREAK: Final = re.compile(r"\r(?!\n)|[\x85\u2028\u2029\ufeff]")
_ENVIRONMENT: Final = "environment"
_PROVIDER: Final = "secretsprovider"
_FIELDS: Final = ("config", "encryptionsalt", "encryptedkey", _PROVIDER)
# Who may be asked to decrypt. The rest of the URL names a key and a region, never a host of somebody's choice: the
# engine would send that host a request that the pipeline's credentials sign.
_PROVIDERS: Final = re.compile(
    r"default|passphrase"
    r"|awskms://[A-Za-z0-9:/_.-]*(?:\?(?:region=[a-z0-9-]+|awssdk=v2|context_[A-Za-z0-9_]+=[A-Za-z0-9_-]+|&)*)?"
    r"|gcpkms://projects/[A-Za-z0-9:/_.-]+"
    r"|azurekeyvault://[A-Za-z0-9-]+\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)/[A-Za-z0-9/_-]+"
    r"|hashivault://[A-Za-z0-9/_.-]+"
)


def stack_files(folder: Path) -> tuple[Path, ...]:
    """The settings of every stack.

    Args:
        folder: The team's folder.

    Returns:
        The files, sorted: regular files in which nothing stands that a proposal must not change.

    Raises:
        ConfigurationError: One of them is a link, cannot be read, or holds something else; nothing was run.
    """
    files = tuple(sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)))
    faults = [fault for file in files for fault in _faults(file)]
    if faults:
        raise ConfigurationError(faults)
    return files


def _faults(file: Path) -> Iterator[Fault]:
    name = shown(file)
    if file.is_symlink():
        yield Fault(
            "Stack file is a link",
            f"`{name}` is a link, so what it leads to could change without a review. Nothing was run.",
            "replace the link with the file that it leads to",
        )
        return
    try:
        text = read(file)
        document = compose(text, name)
    except ManifestError as error:
        yield from error.faults
        return
    yield from document.faults
    if odd := _ODD_BREAK.search(text):
        yield Fault(
            "Character not allowed",
            f"The character U+{ord(odd[0]):04X} stands here. One reader of YAML ends a line there, another "
            "does not, so the engine could read something else than was checked. Nothing was run.",
            "take it out, or write it as an escape in double quotes",
            Place.after(text[: odd.start()], name),
        )
    if document.root is not None:
        yield from _faults_of_fields(document.root, name)


def _faults_of_fields(root: Node, name: str) -> Iterator[Fault]:
    if not isinstance(root, Mapping):
        yield Fault(
            "Map expected",
            f"`{name}` is not a map of settings. Nothing was run.",
            "write `config:` and, below it, the keys of the stack",
            place_of(root),
        )
        return
    for field in root.entries():
        yield from _faults_of_field(field)
    config = entry_at(root, ("config",))
    if config is not None and isinstance(config.value, Mapping):
        for setting in config.value.entries():
            if not setting.key.value.startswith(f"{NAMESPACE}:"):
                yield _foreign_key(setting)


def _faults_of_field(field: Entry) -> Iterator[Fault]:
    key, value = field.key.value, field.value
    if key == _ENVIRONMENT:
        yield Fault(
            "Environment in a stack file",
            "`environment` sets variables of the run, which decide what code runs and which account it reaches, and a "
            "proposal can change this file before anybody has reviewed it. Nothing was run.",
            "take it out, and give the environment to the whole command: "
            "`pulumi env run ENVIRONMENT -- packagestate pipeline …`",
            place_of(field.key),
        )
    elif key not in _FIELDS:
        yield Fault(
            "Unknown field in a stack file",
            f"`{shortened(key)}` is not one of {', '.join(f'`{each}`' for each in _FIELDS)}. Nothing was run.",
            "take it out",
            place_of(field.key),
        )
    elif key == _PROVIDER and not (isinstance(value, Scalar) and _PROVIDERS.fullmatch(value.value)):
        yield Fault(
            "Secrets provider not allowed",
            "`secretsprovider` would have the engine send requests that this pipeline's credentials sign. It can be "
            "`passphrase`, or a key of AWS KMS, Google KMS, Azure Key Vault or Vault, without an endpoint. Nothing was "
            "run.",
            "name the key as `pulumi stack init --help` shows it",
            place_of(field.key),
        )


def _foreign_key(setting: Entry) -> Fault:
    return Fault(
        "Configuration of something else",
        f"`{shortened(setting.key.value)}` is not a key of `{NAMESPACE}`, whose program is the only one that runs "
        "here. Nothing was run.",
        f"take it out, or write it as `{NAMESPACE}:KEY`",
        place_of(setting.key),
    )
