"""The OpenAPI document says what the program serves, all of it and nothing else."""

import re

import pytest
from openapi_spec_validator import validate

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OUR_OWN = {"HEAD", "OPTIONS"}


@pytest.fixture
def document(api_of, cast):
    answer = api_of(cast.guest).get("/openapi.json")
    assert answer.status_code == 200
    return answer.json


@pytest.fixture
def operations(document):
    return {(method, path): said for path, item in document["paths"].items() for method, said in item.items()}


def served(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    return {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in rules
        for method in rule.methods - OUR_OWN
    }


def test_it_is_a_valid_document(document):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_reference_leads_to_something(document):
    wanted = set(re.findall(r"'#/components/(\w+)/(\w+)'", repr(document)))
    assert wanted and all(name in document["components"][kind] for kind, name in wanted)


def test_undoing_says_that_there_may_be_nothing_to_undo(operations):
    undoing = [said for (method, path), said in operations.items() if method == "delete" and "200" in said["responses"]]
    assert len(undoing) >= 7 and all("409" in said["responses"] for said in undoing)


def test_it_lists_every_route_and_method_and_nothing_else(app, operations):
    assert set(operations) == served(app)


def test_every_operation_has_a_name_of_its_own_and_a_summary(operations):
    names = [said["operationId"] for said in operations.values()]
    assert len(set(names)) == len(names)
    assert all(said["summary"] for said in operations.values())


def test_what_needs_a_login_says_so(operations):
    asking = operations["post", "/api/v1/boards/{slug}/threads"]
    assert asking["security"] == [{"token": []}]
    assert {"in": "header", "name": "Idempotency-Key"}.items() <= asking["parameters"][-1].items()
    assert {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"} == set(asking["responses"])
    assert operations["get", "/api/v1/boards"]["security"][0] == {}


def test_parameters_and_bodies_are_described(operations, document):
    listing = operations["get", "/api/v1/boards/{slug}/threads"]
    assert [part["name"] for part in listing["parameters"]] == ["slug", "status", "kind", "sort", "limit", "before"]
    body = operations["post", "/api/v1/threads/{thread_id}/posts"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    fields = document["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    assert (fields["required"], fields["additionalProperties"]) == (["text"], False)
    assert fields["properties"]["kind"]["enum"] == ["reply", "first_reply", "result", "follow_up"]


def test_deletion_is_listed_as_never_allowed(operations):
    for path in ("/api/v1/posts/{post_id}", "/api/v1/threads/{thread_id}"):
        assert {code for code in operations["delete", path]["responses"] if code < "400"} == set()
        assert {"404", "405"} <= set(operations["delete", path]["responses"])
