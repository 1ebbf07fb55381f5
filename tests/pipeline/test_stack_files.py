"""What may stand in the settings of a stack, which a proposal can change before anybody has reviewed it."""

from pathlib import Path

import pytest

from packagestate.provider.pipeline.stack_files import stack_files
from packagestate.provider.pipeline.workspace import workspace
from packagestate.schemas.errors import ConfigurationError

GOOD = {
    "nothing": "",
    "a comment": "# none yet\n",
    "settings": "config:\n  packagestate:manifests: packages\n  packagestate:irreversibleLimit: 40\n",
    "no settings": "config:\n",
    "what a passphrase leaves": "encryptionsalt: v1:abc=:v1:def:ghi==\nconfig: {}\n",
    "a key of AWS": "secretsprovider: awskms://alias/state?region=eu-west-1\nencryptedkey: AQIC\n",
    "a key of AWS by its number": "secretsprovider: awskms:///arn:aws:kms:eu-west-1:012345678901:key/ab-cd?awssdk=v2&region=x-1\n",
    "a key of Google": "secretsprovider: gcpkms://projects/p/locations/l/keyRings/k/cryptoKeys/c\n",
    "a key of Azure": "secretsprovider: azurekeyvault://acme.vault.azure.net/keys/state\n",
    "a key of Vault": "secretsprovider: hashivault://state\n",
    "lines of another system": "config:\r\n\tpackagestate:region: x\r\n".replace("\t", "  "),
    "a comment of any language": "# größe\u3000⚠\ufe0f ::group::\nconfig: {}\n",
    "an encrypted value": "config:\n  packagestate:profile:\n    secure: v1:abc\n",
}
HOSTILE = {
    "an environment by its name": ("environment: [acme/admin]\n", "Environment in a stack file"),
    "an environment with variables": (
        "environment:\n  values:\n    environmentVariables: {PYTHONPATH: /tmp}\n",
        "Environment in a stack file",
    ),
    "settings of the engine": ("config:\n  pulumi:tags: {owner: me}\n", "Configuration of something else"),
    "settings of a provider": ("config:\n  aws:endpoints: []\n", "Configuration of something else"),
    "settings that are merged in": (
        "config:\n  <<: {pulumi:tags: {}}\n  packagestate:region: x\n",
        "Configuration of something else",
    ),
    "fields that are merged in": ("<<: {environment: [a/b]}\n", "Unknown field in a stack file"),
    "a field in other letters": ("Environment: [a/b]\n", "Unknown field in a stack file"),
    "a field twice": ("config: {}\nconfig: {}\n", "config"),
    "a field by an alias": ("encryptedkey: &a environment\n*a : [a/b]\n", "Pulumi.prod.yaml"),
    "a field by an escape": ('"\\x65nvironment": [a/b]\n', "Environment in a stack file"),
    "a second document": ("config: {}\n---\nenvironment: [a/b]\n", "Pulumi.prod.yaml"),
    "a tag": ("config: !!python/name:os.system {}\n", "Pulumi.prod.yaml"),
    "a list": ("[environment]\n", "Map expected"),
    "a word": ("environment\n", "Map expected"),
    "no YAML": ("config: [\n", "Not YAML"),
    "a line separator": ("config: {}\n#\u2028environment: [a/b]\n", "Character not allowed"),
    "a next line": ("config: {}\n#\u0085environment: [a/b]\n", "Character not allowed"),
    "a carriage return": ("config: {}\n#\renvironment: [a/b]\n", "Character not allowed"),
    "an endpoint for the key": (
        "secretsprovider: awskms://alias/x?region=eu-west-1&endpoint=http://127.0.0.1:9\n",
        "Secrets provider not allowed",
    ),
    "a host for the key": ("secretsprovider: azurekeyvault://127.0.0.1/keys/x\n", "Secrets provider not allowed"),
    "a host that looks like Azure's": (
        "secretsprovider: azurekeyvault://a.vault.azure.net.example.com/keys/x\n",
        "Secrets provider not allowed",
    ),
    "a provider of nobody": ("secretsprovider: file:///etc/hosts\n", "Secrets provider not allowed"),
    "a provider that is a map": ("secretsprovider: {a: b}\n", "Secrets provider not allowed"),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_the_program_reads_and_what_the_engine_writes_passes(tmp_path: Path, case: str) -> None:
    file = tmp_path / "Pulumi.prod.yaml"
    file.write_text(GOOD[case], encoding="utf-8")
    (tmp_path / "Pulumi.yaml").write_text("environment: none of ours", encoding="utf-8")
    assert stack_files(tmp_path) == (file,)


@pytest.mark.parametrize("case", HOSTILE)
def test_what_would_lead_the_run_elsewhere_is_a_fault_and_nothing_is_run(tmp_path: Path, case: str) -> None:
    text, said = HOSTILE[case]
    (tmp_path / "Pulumi.prod.yaml").write_bytes(text.encode())
    with pytest.raises(ConfigurationError, match=said) as raised, workspace(tmp_path):
        pytest.fail("the engine would have been run")
    assert all(line.isprintable() for line in str(raised.value).split("\n"))


def test_a_stack_file_is_a_file_of_the_folder_itself(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("config: {}\n", encoding="utf-8")
    (tmp_path / "Pulumi.prod.yaml").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "Pulumi.lost.yaml").symlink_to(tmp_path / "lost")
    (tmp_path / "Pulumi.folder.yaml").mkdir()
    with pytest.raises(ConfigurationError) as raised:
        stack_files(tmp_path)
    assert [fault.summary for fault in raised.value.faults].count("Stack file is a link") == 2
    assert "Pulumi.folder.yaml" in str(raised.value)


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    for stack in ("dev", "prod"):
        (tmp_path / f"Pulumi.{stack}.yaml").write_text(
            "environment: [a/b]\nconfig: {aws:region: x}\n", encoding="utf-8"
        )
    with pytest.raises(ConfigurationError) as raised:
        stack_files(tmp_path)
    assert len(raised.value.faults) == 4
    assert all(fault.place for fault in raised.value.faults)
