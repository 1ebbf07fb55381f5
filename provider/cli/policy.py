"""`packagestate policy`: what a role needs in IAM."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

import click

_ROLES: Final = ("adopt", "lock", "preview", "reversible", "full")
_ANY: Final = "*"
_NAME: Final = re.compile(r"[A-Za-z0-9._*?-]+")
_PLACEHOLDER: Final = re.compile("REGION|ACCOUNT|DOMAIN|REPOSITORY")


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """A part of an ARN, in which `*` and `?` stand for any characters, as in IAM."""
    if _NAME.fullmatch(value):
        return value
    raise click.BadParameter(f"{value!r} is no name: letters, digits, `.`, `_`, `-`, and `*` for any characters.")


@click.command(
    epilog="""\b
Roles:
  adopt       reads a domain, for `packagestate adopt`
  lock        reads a domain, for `packagestate lock`
  preview     reads
  reversible  publishes, unlists, archives and sets origin configurations
  full        disposes and deletes too

\b
Examples:
  packagestate policy preview --domain acme > policy.json
  packagestate policy full --domain acme --repository npm-store --region eu-west-1 --account 111122223333
  aws iam put-role-policy --role-name packagestate-preview --policy-name packagestate \\\\
      --policy-document "$(packagestate policy preview --domain acme)"
"""
)
@click.argument("role", type=click.Choice(_ROLES))
@click.option("--domain", required=True, callback=_name, help="The domain.")
@click.option("--repository", default=_ANY, show_default=True, callback=_name, help="The repository.")
@click.option("--region", default=_ANY, show_default=True, callback=_name, help="The AWS region.")
@click.option("--account", default=_ANY, show_default=True, callback=_name, help="The account that owns the domain.")
def policy(role: str, *, domain: str, repository: str, region: str, account: str) -> None:
    """Print the IAM policy of a role, with what it needs and no more."""
    words = {"REGION": region, "ACCOUNT": account, "DOMAIN": domain, "REPOSITORY": repository}
    click.echo(json.dumps(policy_document(role, words), indent=2))


def policy_document(role: str, words: Mapping[str, str]) -> dict[str, Any]:
    """The policy of a role.

    Args:
        role: One of the roles.
        words: What stands for REGION, ACCOUNT, DOMAIN and REPOSITORY.

    Returns:
        The document, as IAM takes it.
    """
    template = files("packagestate") / "data" / "policies" / f"{role}.json"
    document: dict[str, Any] = json.loads(template.read_text(encoding="utf-8"))
    for statement in document["Statement"]:
        statement["Resource"] = _PLACEHOLDER.sub(lambda found: words[found[0]], statement["Resource"])
    return document
