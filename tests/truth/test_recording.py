"""What is written down: everything that is answered, however strange, and nothing that is secret."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator import Endpoint
from tests.truth.asking import ACCOUNT, asked, asking, client_of
from tools.truth.document import document
from tools.truth.ground import clear, leftovers
from tools.truth.redaction import redactor

STRANGE = [
    {"body": "no JSON"},
    {"body": "{}"},
    {"body": '{"successfulVersions": 5, "failedVersions": "none"}'},
    {"body": '{"successfulVersions": {"1.0": {"status": "Exploded"}}}'},
    {"code": "SomethingNewException", "status": 418},
    {"drop": "after"},
    {"status": 502, "body": "<p>Bad Gateway</p>"},
]


@pytest.mark.parametrize("fault", STRANGE, ids=str)
@pytest.mark.parametrize("operation", ["UpdatePackageVersionsStatus", "ListPackageVersions", "DescribePackageVersion"])
def test_a_strange_answer_is_recorded_and_ends_no_other_question(
    endpoint: Endpoint, fault: dict[str, Any], operation: str
) -> None:
    endpoint.faults.plant(operation=operation, **fault)
    found = asked(client_of(endpoint), 5, 12, 14)
    assert found[14].facts["never published"] == "ResourceNotFoundException"
    calls = [call for each in found.values() for call in each.calls if call["operation"] == operation]
    assert calls
    assert all(call["code"] or call["departures"] or call["answer"] == {} for call in calls)


def test_an_answer_that_departs_from_the_model_says_where(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DescribePackage", body='{"package": {"format": "cobol"}}')
    found = asked(client_of(endpoint), 4)
    (call,) = [each for each in found[4].calls if each["operation"] == "DescribePackage"]
    assert "cobol" in str(call["departures"])


def test_nothing_secret_is_in_the_document(endpoint: Endpoint) -> None:
    client = client_of(endpoint)
    seen: list[str] = []

    def remember(parsed: dict[str, Any], **_arguments: object) -> None:
        seen.extend(str(parsed[key]) for key in ("authorizationToken", "repositoryEndpoint") if key in parsed)

    client.meta.events.register("after-call.codeartifact.*", remember)
    found = asked(client)
    text = json.dumps(document({}, found, found), default=str)
    assert len(seen) > 1
    assert not [each for each in seen if each in text]
    (made,) = [call for call in endpoint.calls if call.operation == "CreateDomain"]
    assert not [word for word in (ACCOUNT, "arn:", "http://", endpoint.url, made.parameters["domain"]) if word in text]
    assert "DOMAIN" in text


@given(
    st.text("ab-/: .", max_size=20),
    st.sampled_from(
        ["123456789012", "arn:aws:codeartifact:eu-west-1:123456789012:domain/x", "https://a.b/c?d=e", "my-domain"]
    ),
    st.text("ab-/: .", max_size=20),
)
def test_a_secret_is_found_wherever_it_stands(before: str, secret: str, after: str) -> None:
    value = {"a": [f"{before} {secret} {after}"], f"key {secret}": {"deep": secret}}
    assert secret not in json.dumps(redactor({"my-domain": "DOMAIN"})(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("arn:aws:sts::123456789012:assumed-role/Admin/doe,jane@example.com", "ARN"),
        ("ARN%3Aaws%3Asts", "ARN"),
        ("acct_2109-8765-4321_x210987654321", "acct_ACCOUNT_xACCOUNT"),
        ("AROAABCDEFGHIJKLMNOP:jane@example.com", "ID"),
        ("see HTTPS://a.b/c and //a.b/c", "see URL and URL"),
        ("MY-DOMAIN", "DOMAIN"),
        (123456789012, "ACCOUNT"),
        (1234, 1234),
        (None, None),
    ],
)
def test_secrets_of_every_spelling_become_words(value: object, written: object) -> None:
    assert redactor({"my-domain": "DOMAIN"})(value) == written


def test_a_name_that_is_known_later_is_redacted_from_then_on() -> None:
    names: dict[str, str] = {}
    redact = redactor(names)
    names["secret"] = "TOKEN"
    assert redact({"text": "Bearer secret"}) == {"text": "Bearer TOKEN"}


def test_what_is_cut_holds_no_half_of_a_secret(endpoint: Endpoint) -> None:
    message = "x" * 590 + " 123456789012"
    endpoint.faults.plant(operation="DeletePackage", code="ValidationException", status=400, message=message)
    found = asked(client_of(endpoint), 14)
    assert found[14].calls[0]["message"].endswith("x ACCOUNT")


def test_a_busy_service_is_asked_again_and_is_no_answer(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DeletePackage", code="ThrottlingException", status=429, times=2)
    assert asked(client_of(endpoint), 14)[14].facts["never published"] == "ResourceNotFoundException"
    endpoint.faults.plant(operation="DeletePackage", code="ThrottlingException", status=429)
    found = asked(client_of(endpoint), 14, 8)
    assert (found[14].facts, found[14].ended) == ({}, "UnansweredError: delete_package: ThrottlingException")
    assert found[8].ended is None


def test_a_domain_that_somebody_deletes_ends_the_run_without_facts(endpoint: Endpoint) -> None:
    client = client_of(endpoint)

    def sweep() -> None:
        for each in leftovers(client):
            clear(client, each.domain)

    endpoint.faults.plant(operation="DescribePackage", times=1, before=sweep)
    run = asking(client)
    run.ask((4, 14))
    assert run.found.keys() == {4}
    assert (run.found[4].facts, run.found[4].ended) == ({}, "the domain of this run was deleted meanwhile")


def test_equal_revisions_stay_equal() -> None:
    redact = redactor({})
    assert redact({"revision": "x"}) == {"revision": "revision 1"}
    assert redact({"versionRevisions": {"1.0": "y", "2.0": "x"}}) == {
        "versionRevisions": {"1.0": "revision 2", "2.0": "revision 1"}
    }
