"""Terraform's AWS provider against the endpoint, which tells at once whether an answer misses what was asked for."""

import os
from pathlib import Path

import pytest

from tests.clients.conftest import need
from tests.clients.workstation import Workstation

pytestmark = pytest.mark.clients

MIRROR = "PACKAGESTATE_TERRAFORM_PLUGINS"

PROGRAM = """\
terraform { required_providers { aws = { source = "hashicorp/aws" } } }

variable "endpoint" { type = string }

provider "aws" {
  region = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_region_validation = true
  skip_requesting_account_id = true
  endpoints { codeartifact = var.endpoint }
}

resource "aws_codeartifact_domain" "made" {
  domain = "made"
  encryption_key = "arn:aws:kms:us-east-1:123456789012:key/8b2bf1a0-7d8f-4b7c-9d0c-1f2e3d4c5b6a"
  tags = { team = "platform" }
}

resource "aws_codeartifact_repository" "cache" {
  domain = aws_codeartifact_domain.made.domain
  repository = "cache"
  external_connections { external_connection_name = "public:npmjs" }
}

resource "aws_codeartifact_repository" "store" {
  domain = aws_codeartifact_domain.made.domain
  repository = "store"
  description = "what builds use"
  upstream { repository_name = aws_codeartifact_repository.cache.repository }
  tags = { team = "platform" }
}

resource "aws_codeartifact_repository_permissions_policy" "store" {
  domain = aws_codeartifact_domain.made.domain
  repository = aws_codeartifact_repository.store.repository
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "codeartifact:ReadFromRepository", Resource = "*" }]
  })
}
"""


@pytest.fixture
def terraform(workstation: Workstation) -> Workstation:
    """A machine with Terraform, whose plugins come from a folder and not from the network."""
    need("terraform")
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
    (workstation.home / "main.tf").write_text(PROGRAM, encoding="utf-8")
    workstation.run("terraform", "init", "-input=false")
    return workstation


def test_after_apply_nothing_is_left_to_do_and_destroy_leaves_nothing(terraform: Workstation) -> None:
    terraform.run("terraform", "apply", "-auto-approve", "-input=false")
    terraform.run("terraform", "plan", "-detailed-exitcode", "-input=false")
    domains = terraform.aws("list-domains").json["domains"]
    assert [(each["name"], each["encryptionKey"][-12:]) for each in domains] == [
        ("acme", "000000000000"),
        ("made", "1f2e3d4c5b6a"),
    ]
    terraform.run("terraform", "destroy", "-auto-approve", "-input=false")
    assert [each["name"] for each in terraform.aws("list-domains").json["domains"]] == ["acme"]
