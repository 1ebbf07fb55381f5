"""Terraform's AWS provider against the endpoint, which tells at once whether an answer misses what was asked for."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.clients.workstation import Workstation

pytestmark = pytest.mark.clients

MIRROR = "PACKAGESTATE_TERRAFORM_PLUGINS"
PROGRAM = Path(__file__).parent / "terraform" / "main.tf"


def find_settings(home: Path) -> Path | None:
    """Find settings that have Terraform take its plugins from a folder: ours, or those of whoever runs the tests."""
    if mirror := os.environ.get(MIRROR):
        settings = home / "terraform.rc"
        path = json.dumps(str(Path(mirror).resolve()))
        settings.write_text(
            f"provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n", encoding="utf-8"
        )
        return settings
    own = Path(os.environ.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc")
    # With any other settings, Terraform would ask the network.
    return own if own.is_file() and "filesystem_mirror" in own.read_text(encoding="utf-8") else None


@pytest.fixture
def terraform(workstation: Workstation) -> Workstation:
    """A machine with Terraform, whose plugins come from a folder and not from the network."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no `terraform` on the PATH")
    settings = find_settings(workstation.home)
    if settings is None:
        pytest.skip(f"neither {MIRROR} nor Terraform's own settings name a folder with its plugins")
    workstation.variables |= {
        "TF_CLI_CONFIG_FILE": str(settings.resolve()),
        "TF_IN_AUTOMATION": "true",
        "CHECKPOINT_DISABLE": "true",
        # The plugin is a large Go program that is started anew for each step: collecting its garbage less often saves
        # a quarter of the time.
        "GOGC": "300",
        "TF_VAR_endpoint": workstation.endpoint.url,
    }
    shutil.copy(PROGRAM, workstation.home)
    workstation.run("terraform", "init", "-no-color", "-input=false")
    return workstation


def test_after_apply_nothing_is_left_to_do_and_destroy_leaves_nothing(terraform: Workstation) -> None:
    terraform.run("terraform", "apply", "-auto-approve", "-no-color", "-input=false")
    terraform.run("terraform", "plan", "-detailed-exitcode", "-no-color", "-input=false")
    repositories = terraform.aws("list-repositories-in-domain", "--domain", "made").json["repositories"]
    assert [each["name"] for each in repositories] == ["cache", "store"]
    terraform.run("terraform", "destroy", "-refresh=false", "-auto-approve", "-no-color", "-input=false")
    assert [each["name"] for each in terraform.aws("list-domains").json["domains"]] == ["acme"]
