"""The state of the packages, wherever they are."""

import pulumi

from packagestate import Package


def declare_packages(domain: pulumi.Input[str], repository: pulumi.Input[str]) -> list[Package]:
    """Declare the state of packages in a registry that may not exist yet.

    A preview cannot say what changes in a registry that it does not know the name of; `pulumi up` finds out when it is
    there. A version that is absent then, and is declared `Archived`, `Disposed` or `Deleted`, is let pass.

    Args:
        domain: The domain.
        repository: The repository.

    Returns:
        The packages.
    """
    compromised = {"chalk": "5.6.1", "debug": "4.4.2"}
    return [
        Package(
            name,
            domain=domain,
            repository=repository,
            format="npm",
            package=name,
            versions={version: "Disposed"},
            origin={"publish": "BLOCK", "upstream": "ALLOW"},
        )
        for name, version in compromised.items()
    ]
