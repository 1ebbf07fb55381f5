"""Whether the manifests are right, and AWS lets itself be read. Makes no write.

One call for each repository that a manifest is about. For manifests of several, one for each domain, and in each of
their repositories, for each format, one of each operation with which a run looks for copies.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

from packagestate.provider.choices.reading import read_locked
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.doctor.finding import Finding, Health
from packagestate.provider.gateway import AbsentError, AccessDeniedError, CredentialsError, Gateway, GatewayError
from packagestate.provider.lock.freshness import out_of_date
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.copies import find_places
from packagestate.provider.plan.phrases import counted
from packagestate.provider.population import FullGateway
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import ConfigurationError, PackageStateError
from packagestate.schemas.files import shown
from packagestate.schemas.load import Manifests, load
from packagestate.schemas.text import printable
from packagestate.schemas.wide_version import WideVersion


def registry_findings(
    read_configuration: Callable[[], StackConfiguration],
    connect: Callable[[StackConfiguration], FullGateway],
    find_credentials: Callable[[StackConfiguration], str],
) -> Iterator[Finding]:
    """Check the settings, the manifests, the credentials, and the rights in each repository that is declared.

    Args:
        read_configuration: Gives the settings.
        connect: Gives what AWS is asked with.
        find_credentials: Says where credentials come from.

    Yields:
        The findings, in the order in which they are to be dealt with.
    """
    try:
        configuration = read_configuration()
    except PackageStateError as error:
        yield from _faults("settings", error)
        return
    packages: dict[Repository, Coordinates] = {}
    manifests = Manifests((), (), 0)
    path = configuration.manifests
    try:
        manifests = load(path)
        packages = {package.coordinates.repository: package.coordinates for package in reversed(manifests.packages)}
        yield Finding("manifests", Health.GOOD, _declared(path, manifests.package_count))
        for fault in out_of_date(manifests.locks, manifests.rules):
            yield Finding("manifests", Health.MISSING, printable(fault.detail), fault.hint)
    except PackageStateError as error:
        yield from _faults("manifests", error)
    try:
        gateway = connect(configuration)
    except ConfigurationError as error:
        yield from _faults("settings", error)
        return
    except CredentialsError as error:
        yield from _faults("credentials", error)
        return
    try:
        yield Finding("credentials", Health.GOOD, f"found by AWS's client: `{find_credentials(configuration)}`")
    except CredentialsError as error:
        yield from _faults("credentials", error)
        return
    try:
        locked = [*read_locked(gateway, manifests.choices, manifests.owner_of)]
    except PackageStateError as error:
        yield from _faults(_check(error), error)
        return
    wide = (*manifests.wide, *(each.floor for each in locked))
    if not packages and not wide:
        yield Finding("rights", Health.UNKNOWN, "no package is declared, so nothing was asked of AWS")
        return
    yield from _rights(gateway, list(reversed(packages.items())))
    if wide:
        yield from _wide_rights(gateway, wide, configuration.connection.worker_count)


def _declared(path: Path, count: int) -> str:
    return f"{count:,} {'package' if count == 1 else 'packages'} in `{printable(shown(path))}`"


def _rights(gateway: Gateway, places: list[tuple[Repository, Coordinates]]) -> Iterator[Finding]:
    for repository, package in places:
        try:
            gateway.list_versions(package)
        except CredentialsError as error:
            yield from _faults("credentials", error)
            return
        except (AccessDeniedError, AbsentError) as error:
            yield from _faults("rights", error)
        except PackageStateError as error:
            yield from _faults("network", error)
            return
        else:
            yield Finding("rights", Health.GOOD, f"the versions in {printable(str(repository))} can be read")


def _wide_rights(gateway: Gateway, wide: Collection[WideVersion], worker_count: int) -> Iterator[Finding]:
    """Whether the repositories can be found and read that manifests of several are about."""
    try:
        _, wanted = find_places(gateway, wide)
    except PackageStateError as error:
        yield from _faults(_check(error.__cause__ or error), error)
        return
    # A sweep lists versions only where it finds a package, so that a run can meet a missing right months later.
    listed = [partial(gateway.list_versions, Coordinates(*place, *min(names))) for place, names in wanted.items()]
    swept = [partial(_first_package, gateway, *place) for place, names in wanted.items() if len(names) > 1]
    is_good = True
    with ParallelCalls(worker_count, "doctor") as calls:
        for asked in (listed, swept):
            try:
                calls.answers(asked)
            except PackageStateError as error:
                yield from _faults(_check(error.__cause__ or error), error)
                is_good = False
    if is_good:
        named = counted(len({repository for repository, _ in wanted}), "repository", "repositories")
        yield Finding("rights", Health.GOOD, f"{named} of manifests for several can be read")


def _first_package(gateway: Gateway, repository: Repository, package_format: Format) -> None:
    next(gateway.list_packages(repository, package_format), None)


def _check(error: BaseException) -> str:
    """What to look at after an error: where no call failed, a manifest names what is not there."""
    if isinstance(error, CredentialsError):
        return "credentials"
    if isinstance(error, AccessDeniedError | AbsentError):
        return "rights"
    return "network" if isinstance(error, GatewayError) else "manifests"


def _faults(check: str, error: PackageStateError) -> Iterator[Finding]:
    for fault in error.faults:
        yield Finding(check, Health.MISSING, printable(fault.detail), fault.hint)
