"""One port: what a request is for, the log of the calls, and the end of an endpoint."""

import gc
import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from botocore.exceptions import EndpointConnectionError
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, Switches
from emulator.calls import Call, Calls
from tests.support.stores import store

PROJECT = Path(__file__).parents[2]
CHALK: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
SEED = store(npm={"chalk": ["1.0.0"]})
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["codeartifact:UpdatePackageVersionsStatus", "codeartifact:ListPackageVersions"],
            "Resource": "arn:aws:codeartifact:eu-west-1:123456789012:package/acme/npm-store/npm//chalk",
        }
    ],
}


def test_every_call_of_the_api_is_logged_in_order(endpoint: Endpoint, client: CodeArtifactClient) -> None:
    client.list_package_versions(**CHALK, status="Published")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.delete_package(**CHALK | {"package": "nobody"})
    client.dispose_package_versions(**CHALK, versions=["1.0.0"], versionRevisions={"1.0.0": "stale"})
    assert list(endpoint.calls) == [
        Call("ListPackageVersions", CHALK | {"status": "Published"}, 200),
        Call("DeletePackage", CHALK | {"package": "nobody"}, 404),
        Call("DisposePackageVersions", CHALK | {"versions": ["1.0.0"], "versionRevisions": {"1.0.0": "stale"}}, 200),
    ]
    assert [call.succeeded for call in endpoint.calls] == [True, False, True]
    assert [call.operation for call in endpoint.calls.writes] == ["DeletePackage", "DisposePackageVersions"]
    assert endpoint.calls.count("DeletePackage") == 1


def test_a_log_that_was_cleared_is_empty(endpoint: Endpoint, client: CodeArtifactClient) -> None:
    client.list_domains()
    endpoint.calls.clear()
    assert len(endpoint.calls) == 0
    assert endpoint.calls.writes == ()


def test_a_published_asset_s_content_is_not_logged(endpoint: Endpoint, client: CodeArtifactClient) -> None:
    where = CHALK | {"format": "generic", "namespace": "acme", "packageVersion": "1.0.0", "assetName": "a"}
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    client.publish_package_version(**where, assetContent=b"abc", assetSHA256=digest)
    assert [dict(call.parameters) for call in endpoint.calls] == [where | {"assetSHA256": digest}]


def test_many_threads_log_all_their_calls() -> None:
    calls = Calls()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: calls.add(Call("ListDomains", {}, 200)), range(500)))
    assert calls.count("ListDomains") == len(calls) == 500


def test_another_process_reads_and_clears_the_log(
    endpoint: Endpoint, client: CodeArtifactClient, web: urllib3.PoolManager
) -> None:
    client.list_domains()
    client.describe_package(**CHALK)
    page = f"{endpoint.url}/_calls"
    logged = web.request("GET", page).json()
    assert [call["operation"] for call in logged] == ["ListDomains", "DescribePackage"]
    chosen = web.request("GET", page, fields={"operation": "DescribePackage"}).json()
    assert chosen == [{"operation": "DescribePackage", "parameters": CHALK, "status": 200, "succeeded": True}]
    assert web.request("DELETE", page).status == 204
    assert web.request("GET", page).json() == []


def test_another_process_plants_faults_and_takes_them_away(
    endpoint: Endpoint, client: CodeArtifactClient, web: urllib3.PoolManager
) -> None:
    page = f"{endpoint.url}/_faults"
    assert web.request("POST", page, json={"operation": "ListDomains", "code": "AccessDeniedException"}).status == 204
    with pytest.raises(client.exceptions.AccessDeniedException):
        client.list_domains()
    assert web.request("DELETE", page).status == 204
    assert len(client.list_domains()["domains"]) == 1


def test_the_fault_that_the_page_shows_can_be_planted(endpoint: Endpoint, web: urllib3.PoolManager) -> None:
    page = (PROJECT / "emulator" / "README.md").read_text(encoding="utf-8")
    shown = page.split("--data '")[1].split("'")[0]
    assert web.request("POST", f"{endpoint.url}/_faults", body=shown).status == 204


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "this is no JSON"),
        ("[]", "a fault is a JSON object"),
        ('{"drop": "now"}', "'now' is not a valid Drop"),
        ('{"operation": "Sing"}', "there is no operation 'Sing'"),
        ('{"colour": "red"}', "unexpected keyword argument 'colour'"),
    ],
)
def test_a_fault_that_cannot_be_planted_is_refused_in_words(
    endpoint: Endpoint, web: urllib3.PoolManager, body: str, words: str
) -> None:
    answer = web.request("POST", f"{endpoint.url}/_faults", body=body)
    assert answer.status == 400
    assert words in answer.data.decode()


def test_a_page_that_is_asked_for_something_else_says_so(endpoint: Endpoint, web: urllib3.PoolManager) -> None:
    answer = web.request("PUT", f"{endpoint.url}/_calls", body=b"x" * 1000)
    assert (answer.status, answer.data) == (405, b"/_calls has no PUT\n")
    assert web.request("GET", f"{endpoint.url}/_health").data == b"ok\n"


def test_a_connection_is_kept_from_request_to_request(endpoint: Endpoint) -> None:
    connection = http.client.HTTPConnection(endpoint.url.removeprefix("http://"))
    sockets = []
    for _ in range(3):
        connection.request("GET", "/_health")
        assert connection.getresponse().read() == b"ok\n"
        sockets.append(connection.sock)
    connection.close()
    assert None not in sockets
    assert len(set(sockets)) == 1


def test_registries_are_below_their_path(endpoint: Endpoint, web: urllib3.PoolManager) -> None:
    assert web.request("GET", f"{endpoint.url}/-/acme/npm/npm-store/chalk").status == 401
    assert len(endpoint.calls) == 0


def test_other_services_are_on_the_same_port(endpoint: Endpoint) -> None:
    assert boto3.client("sts", endpoint_url=endpoint.url).get_caller_identity()["Account"] == "123456789012"
    storage = boto3.client("s3", endpoint_url=endpoint.url)
    storage.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    storage.put_object(Bucket="state", Key=".pulumi/meta.yaml", Body=b"version: 1\n")
    assert storage.get_object(Bucket="state", Key=".pulumi/meta.yaml")["Body"].read() == b"version: 1\n"
    assert len(endpoint.calls) == 0


def test_names_are_in_the_caller_s_region(endpoint: Endpoint) -> None:
    client = boto3.client("codeartifact", endpoint_url=endpoint.url, region_name="ap-south-1")
    assert (
        client.describe_domain(domain="acme")["domain"]["arn"]
        == "arn:aws:codeartifact:ap-south-1:123456789012:domain/acme"
    )


def test_callers_are_held_against_their_policies() -> None:
    with Endpoint.start(seed=SEED, switches=Switches(with_iam=True)) as endpoint:
        admin = boto3.client("iam", endpoint_url=endpoint.url)
        admin.create_user(UserName="operator")
        admin.put_user_policy(UserName="operator", PolicyName="reversible", PolicyDocument=json.dumps(POLICY))
        key = admin.create_access_key(UserName="operator")["AccessKey"]
        client = boto3.client(
            "codeartifact",
            endpoint_url=endpoint.url,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )
        assert client.update_package_versions_status(**CHALK, versions=["1.0.0"], targetStatus="Archived")[
            "successfulVersions"
        ]
        with pytest.raises(
            client.exceptions.AccessDeniedException,
            match=r"user/operator is not authorized to perform: codeartifact:DisposePackageVersions on resource: "
            r"arn:aws:codeartifact:eu-west-1:123456789012:package/acme/npm-store/npm//chalk because",
        ):
            client.dispose_package_versions(**CHALK, versions=["1.0.0"])


def test_each_endpoint_has_a_store_of_its_own() -> None:
    with Endpoint.start(seed=SEED) as full, Endpoint.start() as empty:
        assert full.url != empty.url
        listed = [
            boto3.client("codeartifact", endpoint_url=each.url).list_domains()["domains"] for each in (full, empty)
        ]
        assert [len(domains) for domains in listed] == [1, 0]


def test_many_clients_are_answered_at_once(endpoint: Endpoint) -> None:
    together = threading.Barrier(8, timeout=30)
    endpoint.faults.plant(before=together.wait)

    def call(_: int) -> int:
        client: CodeArtifactClient = boto3.session.Session().client("codeartifact", endpoint_url=endpoint.url)
        return len(client.list_domains()["domains"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [1] * 8


def test_an_endpoint_that_was_closed_answers_nobody() -> None:
    endpoint = Endpoint.start(seed=SEED)
    connection = http.client.HTTPConnection(endpoint.url.removeprefix("http://"))
    connection.request("GET", "/_health")
    connection.getresponse().read()
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    endpoint.close()
    endpoint.close()
    connection.request("GET", "/_health")
    with pytest.raises(ConnectionError):
        connection.getresponse()
    connection.close()
    with pytest.raises(EndpointConnectionError):
        client.list_domains()


def test_an_endpoint_leaves_no_thread_and_no_socket_behind() -> None:
    # What earlier tests left to the collector is not the endpoint's.
    gc.collect()
    before = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        with Endpoint.start() as endpoint:
            assert endpoint.url.startswith("http://127.0.0.1:")
    gc.collect()
    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == before


def test_a_port_that_is_taken_is_an_error() -> None:
    with Endpoint.start() as endpoint:
        port = int(endpoint.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            Endpoint.start(port=port)
