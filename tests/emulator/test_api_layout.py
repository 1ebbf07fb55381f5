"""The API in moto's layout, without an endpoint of its own around it."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus

import botocore.session
import pytest
from moto.core.request import Request
from werkzeug.test import EnvironBuilder

from emulator.codeartifact import codeartifact_backends
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.routes import operation_for
from emulator.codeartifact.urls import url_bases, url_paths

ACCOUNT = "123456789012"


@pytest.fixture(autouse=True)
def _forgotten_state() -> Iterator[None]:
    yield
    codeartifact_backends.reset()


def domains(region: str) -> list[str]:
    scope = f"Credential=testing/20260101/{region}/codeartifact/aws4_request"
    base = f"https://codeartifact.{region}.amazonaws.com"
    builder = EnvironBuilder(
        "/v1/domains", base, method="POST", headers=[("Authorization", f"AWS4-HMAC-SHA256 {scope}")]
    )
    (handler,) = url_paths.values()
    status, _, body = handler(Request(builder.get_environ()))
    assert status == HTTPStatus.OK
    return [each["name"] for each in json.loads(body)["domains"]]


def test_each_region_has_a_state_of_its_own() -> None:
    codeartifact_backends[ACCOUNT]["eu-west-1"].store.administration.create_domain("acme", "key")
    assert domains("eu-west-1") == ["acme"]
    assert domains("us-east-1") == []


def test_a_reset_forgets_the_state() -> None:
    codeartifact_backends[ACCOUNT]["eu-west-1"].store.administration.create_domain("acme", "key")
    codeartifact_backends.reset()
    assert domains("eu-west-1") == []


def test_the_hosts_of_the_service_are_recognised() -> None:
    session = botocore.session.get_session()
    regions = session.get_available_regions("codeartifact")
    assert regions
    for region in regions:
        url = f"https://codeartifact.{region}.amazonaws.com"
        assert any(re.fullmatch(base, url) for base in url_bases)


def test_every_operation_but_those_on_package_groups_is_there() -> None:
    model = botocore.session.get_session().get_service_model("codeartifact")
    absent = set(model.operation_names) - set(OPERATIONS)
    of_groups = {name for name in model.operation_names if "Group" in name} | {"ListAssociatedPackages"}
    assert absent == of_groups


def test_each_operation_is_found_by_its_method_and_path() -> None:
    model = botocore.session.get_session().get_service_model("codeartifact")
    for name in model.operation_names:
        http = model.operation_model(name).http
        assert operation_for(http["method"], http["requestUri"]) == name
