"""What comes in from upstream, where it is kept, and what stops it.

Three repositories stand in a row, `store`, `middle` and `cache`; `cache` has the external connection. All is asked as
npm and operators ask it, over HTTP.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import urllib3
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, Switches
from emulator.seeds import sow
from emulator.store import PackageFormat, PackageKey, Store
from tests.support.stores import domains, repository, with_public

PAD = PackageKey(PackageFormat.NPM, "", "pad")
LAG_SECONDS = 180
SEED = with_public(
    domains(
        acme={
            "store": repository("middle"),
            "middle": repository("cache"),
            "cache": repository(connection="public:npmjs"),
        },
    ),
    npm={"pad": ["1.0.0", "1.1.0"]},
)


class Clock:
    """Stands still until it is put forward."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


class Npm:
    """A machine with npm, logged in to the domain."""

    def __init__(self, client: CodeArtifactClient, web: urllib3.PoolManager) -> None:
        self.client, self.web = client, web
        token = client.get_authorization_token(domain="acme")["authorizationToken"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, repository: str, path: str) -> urllib3.BaseHTTPResponse:
        where = self.client.get_repository_endpoint(domain="acme", repository=repository, format="npm")
        return self.web.request("GET", where["repositoryEndpoint"] + path, headers=self.headers)

    def installs(self, version: str, repository: str = "store") -> bool:
        return self.get(repository, f"pad/-/pad-{version}.tgz").status == 200

    def offered(self, repository: str = "store") -> set[str]:
        return set(self.get(repository, "pad").json()["versions"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def endpoint(clock: Clock) -> Iterator[Endpoint]:
    store = Store(clock)
    sow(store, SEED)
    with Endpoint(store, 0, Switches()) as endpoint:
        yield endpoint


@pytest.fixture
def npm(client: CodeArtifactClient, web: urllib3.PoolManager) -> Npm:
    return Npm(client, web)


def pad_in(repository: str) -> dict[str, Any]:
    return {"domain": "acme", "repository": repository, "format": "npm", "package": "pad"}


def kept(client: CodeArtifactClient, repository: str) -> dict[str, str]:
    try:
        listed = client.list_package_versions(**pad_in(repository))["versions"]
    except client.exceptions.ResourceNotFoundException:
        return {}
    return {each["version"]: each["status"] for each in listed}


def test_what_was_only_looked_at_is_kept_nowhere(client: CodeArtifactClient, npm: Npm) -> None:
    assert npm.offered() == {"1.0.0", "1.1.0"}
    assert [kept(client, name) for name in ("store", "middle", "cache")] == [{}, {}, {}]


def test_what_was_installed_is_kept_where_it_was_asked_for_and_where_it_came_in(
    client: CodeArtifactClient, npm: Npm
) -> None:
    assert npm.installs("1.0.0")
    once = {"1.0.0": "Published"}
    assert [kept(client, name) for name in ("store", "middle", "cache")] == [once, {}, once]


def test_what_came_from_outside_says_so(client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0")
    described = client.describe_package_version(**pad_in("store"), packageVersion="1.0.0")["packageVersion"]
    assert described["origin"] == {
        "domainEntryPoint": {"externalConnectionName": "public:npmjs"},
        "originType": "EXTERNAL",
    }
    origin = client.describe_package(**pad_in("cache"))["package"]["originConfiguration"]
    assert origin == {"restrictions": {"publish": "BLOCK", "upstream": "ALLOW"}}


def test_the_api_sees_what_is_in_the_repository_itself_only(client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0", "cache")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_package_version(**pad_in("store"), packageVersion="1.0.0")


def test_what_is_kept_stays_although_it_goes_upstream(endpoint: Endpoint, client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0")
    client.dispose_package_versions(**pad_in("cache"), versions=["1.0.0"])
    assert npm.installs("1.0.0")
    assert not npm.installs("1.0.0", "cache")
    client.delete_package(**pad_in("cache"))
    endpoint.store.public.remove(PAD, "1.0.0")
    client.update_repository(domain="acme", repository="store", upstreams=[])
    assert npm.installs("1.0.0")
    assert npm.offered() == {"1.0.0"}


def test_what_is_gone_outside_can_be_had_no_more_unless_it_is_kept(endpoint: Endpoint, npm: Npm) -> None:
    endpoint.store.public.remove(PAD, "1.0.0")
    assert not npm.installs("1.0.0")
    assert npm.offered() == {"1.1.0"}


# That a record ends the search in these statuses follows from its being "still present in the repository".
@pytest.mark.parametrize("status", ["Archived", "Disposed"])
def test_a_record_without_assets_to_give_keeps_the_version_out(
    client: CodeArtifactClient, npm: Npm, status: str
) -> None:
    npm.installs("1.0.0")
    if status == "Archived":
        client.update_package_versions_status(**pad_in("store"), versions=["1.0.0"], targetStatus="Archived")
    else:
        client.dispose_package_versions(**pad_in("store"), versions=["1.0.0"])
    assert not npm.installs("1.0.0")
    assert npm.offered() == {"1.1.0"}
    assert kept(client, "store") == {"1.0.0": status}
    assert npm.installs("1.0.0", "middle")


def test_a_record_upstream_keeps_the_version_out_downstream(client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0", "cache")
    client.dispose_package_versions(**pad_in("cache"), versions=["1.0.0"])
    assert not npm.installs("1.0.0")
    assert kept(client, "store") == {}


def test_what_was_deleted_comes_back_with_the_next_request(client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0")
    for name in ("store", "cache"):
        client.delete_package_versions(**pad_in(name), versions=["1.0.0"])
        assert kept(client, name) == {}
    assert npm.installs("1.0.0")
    assert kept(client, "store") == {"1.0.0": "Published"}


def test_a_package_that_is_closed_takes_nothing_new_and_keeps_what_it_has(client: CodeArtifactClient, npm: Npm) -> None:
    npm.installs("1.0.0")
    client.put_package_origin_configuration(**pad_in("store"), restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    assert npm.installs("1.0.0")
    assert not npm.installs("1.1.0")
    assert npm.offered() == {"1.0.0"}


def test_deleting_the_package_opens_it_again(client: CodeArtifactClient, npm: Npm) -> None:
    client.put_package_origin_configuration(**pad_in("store"), restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    assert not npm.installs("1.0.0")
    client.delete_package(**pad_in("store"))
    assert npm.installs("1.0.0")


def test_what_was_installed_may_be_listed_minutes_later_only(
    endpoint: Endpoint, client: CodeArtifactClient, npm: Npm, clock: Clock
) -> None:
    endpoint.store.settings.ingestion_lag_seconds = LAG_SECONDS
    assert npm.installs("1.0.0")
    clock.time += timedelta(seconds=LAG_SECONDS - 1)
    assert npm.installs("1.0.0")
    assert [kept(client, name) for name in ("store", "cache")] == [{}, {}]
    clock.time += timedelta(seconds=1)
    once = {"1.0.0": "Published"}
    assert [kept(client, name) for name in ("store", "cache")] == [once, once]
