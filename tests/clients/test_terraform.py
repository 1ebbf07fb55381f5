"""Terraform's AWS provider against the endpoint, which tells at once whether an answer misses what was asked for."""

import os
import shutil
from pathlib import Path

import pytest

from tests.clients.workstation import Workstation

pytestmark = pytest.mark.clients

MIRROR = "PACKAGESTATE_TERRAFORM_PLUGINS"
PROGRAM = Path(__file__).parent / "terraform" / "main.tf"


@pytest.fixture
def terraform(workstation: Workstation) -> Workstation:
    """A machine with Terraform, whose plugins come from a folder and not from the network."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no `terraform` on the PATH")
    own = os.environ.get("TF_CLI_CONFIG_FILE", "")
    mirror = os.environ.get(MIRROR, "")
    settings = workstation.home / "terraform.rc"
    if mirror:
        installation = f'provider_installation {{\n  filesystem_mirror {{ path = "{mirror}" }}\n}}\n'
        settings.write_text(installation, encoding="utf-8")
    elif Path(own).is_file():
        settings = Path(own)
    else:
        pytest.skip(f"neither {MIRROR} nor TF_CLI_CONFIG_FILE says where Terraform's plugins are")
    workstation.variables |= {
        "TF_CLI_CONFIG_FILE": str(settings),
        "TF_IN_AUTOMATION": "true",
        "CHECKPOINT_DISABLE": "true",
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
