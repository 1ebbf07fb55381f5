"""Plan files as the engine writes them, for tests that do not run it."""

import json
from collections.abc import Mapping
from typing import Any

from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import Changes
from packagestate.provider.state.record import ResourceType
from packagestate.provider.state.removals_property import to_property
from packagestate.schemas.coordinates import Coordinates

_URN = "urn:pulumi:prod::packagestate"


def plan_text(packages: Mapping[Coordinates, Changes], removals: Mapping[Coordinates, Changes] | None = None) -> str:
    """The plan file of a run that changes some packages, and removes others."""
    resources: dict[str, Any] = {}
    for place, changes in packages.items():
        planned = {"changes": {"generation 1": to_lines(changes)} if changes else {}}
        repository = place.repository
        state = {
            "domain": repository.domain,
            "domainOwner": repository.domain_owner,
            "repository": repository.name,
            "format": str(place.format),
            "namespace": place.namespace,
            "package": place.package,
            **planned,
        }
        resources[f"{_URN}::{ResourceType.PACKAGE}::{place.resource_name}"] = {
            "goal": {"type": ResourceType.PACKAGE, "inputDiff": {"adds": planned}},
            "steps": ["update"],
            "state": state,
        }
    for place in removals or {}:
        resources[f"{_URN}::{ResourceType.PACKAGE}::{place.resource_name}"] = {"steps": ["delete"], "state": None}
    if removals:
        gone = {place: changes for place, changes in removals.items() if changes}
        difference = {"updates": {"planned": {"generation 1": to_property(gone)}}}
        goal = {"type": ResourceType.REMOVALS, "inputDiff": difference}
        resources[f"{_URN}::{ResourceType.REMOVALS}::removals"] = {"goal": goal, "steps": ["update"]}
    return json.dumps({"resourcePlans": resources})
