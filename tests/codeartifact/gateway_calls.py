"""Every call of the gateway by the operation that it makes, and gateways that give up soon."""

from collections.abc import Callable

import pytest

from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import Gateway, GatewayError
from packagestate.provider.plan.model import Batch, Call
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
ORIGIN = OriginConfiguration(Restriction.ALLOW, Restriction.BLOCK)


def write(call: Call, after: Status) -> Callable[[Gateway], object]:
    return lambda gateway: gateway.write(CHALK, Batch(call, Status.PUBLISHED, after, (("1.0.0", "r"),)))


WRITES: dict[str, Callable[[Gateway], object]] = {
    "UpdatePackageVersionsStatus": write(Call.UPDATE, Status.ARCHIVED),
    "DisposePackageVersions": write(Call.DISPOSE, Status.DISPOSED),
    "DeletePackageVersions": write(Call.DELETE, Status.DELETED),
    "PutPackageOriginConfiguration": lambda gateway: gateway.put_origin(CHALK, ORIGIN),
    "DeletePackage": lambda gateway: gateway.delete_package(CHALK),
}
CALLS: dict[str, Callable[[Gateway], object]] = {
    "ListPackages": lambda gateway: list(gateway.list_packages(STORE)),
    "ListPackageVersions": lambda gateway: gateway.list_versions(CHALK),
    "DescribePackage": lambda gateway: gateway.read_origin(CHALK),
} | WRITES
dispose = WRITES["DisposePackageVersions"]


def connected(url: str, attempt_count: int = 1) -> Gateway:
    return connect(ConnectionSettings(region="eu-west-1", endpoint=url, attempt_count=attempt_count))


def error_of(call: Callable[[Gateway], object], gateway: Gateway) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        call(gateway)
    return caught.value
