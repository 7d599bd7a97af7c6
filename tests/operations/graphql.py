"""Every GraphQL mutation that a webserver offers, asked for by name, with arguments that mean something."""

import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

_TYPE = "kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name}}}}"
_SCHEMA = f"""{{__schema{{
  mutationType{{fields{{name args{{name type{{{_TYPE}}}}} type{{{_TYPE}}}}}}}
  types{{name kind enumValues{{name}} inputFields{{name type{{{_TYPE}}}}}}}
}}}}"""
# Arguments are named alike in all mutations: what each name should hold for the mutation to reach its work.
_OPTIONAL = {"jobName", "pipelineName", "repositoryName", "repositoryLocationName", "selector", "runId"}


@dataclass(frozen=True)
class Client:
    """Somebody who asks a webserver; `password` is that of the proxy before it."""

    address: str
    context: ssl.SSLContext | None = None
    authorization: str | None = None

    def post(self, query: str, variables: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Return the status and the JSON of an answer; an answer without JSON is its text."""
        headers = {"Content-Type": "application/json"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        request = urllib.request.Request(f"{self.address}/graphql", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=120, context=self.context) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            is_json = error.headers.get("Content-Type", "").startswith("application/json")
            return error.code, json.loads(text) if is_json else text


@dataclass(frozen=True)
class Mutation:
    """One mutation with arguments."""

    name: str
    query: str
    variables: dict[str, Any]


def mutations(client: Client, known: dict[str, Any]) -> list[Mutation]:
    """Return every mutation of the schema.

    Args:
        client: Who may ask for the schema.
        known: What arguments of a name should hold; others get the simplest value of their type.
    """
    status, answer = client.post(_SCHEMA)
    assert status == 200, answer
    schema = answer["data"]["__schema"]
    types = {described["name"]: described for described in schema["types"]}
    return [_mutation(field, types, known) for field in schema["mutationType"]["fields"]]


def _mutation(field: dict[str, Any], types: dict[str, Any], known: dict[str, Any]) -> Mutation:
    # An argument may be meant for one mutation alone: `mutation.argument`.
    own = {
        name.partition(".")[2]: held for name, held in known.items() if name.startswith(f"{field['name']}.")
    }
    known = {**known, **own}
    given = [a for a in field["args"] if a["type"]["kind"] == "NON_NULL" or a["name"] in known]
    declared = ", ".join(f"${a['name']}: {_signature(a['type'])}" for a in given)
    passed = ", ".join(f"{a['name']}: ${a['name']}" for a in given)
    returned = field["type"]
    while returned.get("ofType"):
        returned = returned["ofType"]
    is_plain = returned["kind"] in ("SCALAR", "ENUM")
    # What is done to several runs at once answers for each of them.
    each = {
        "LaunchMultipleRunsResultOrError": "... on LaunchMultipleRunsResult "
        "{ launchMultipleRunsResult { __typename } }",
        "TerminateRunsResultOrError": "... on TerminateRunsResult { terminateRunResults { __typename } }",
    }.get(returned["name"], "")
    return Mutation(
        field["name"],
        f"mutation{f'({declared})' if declared else ''} {{ answer: {field['name']}"
        f"{f'({passed})' if passed else ''} {'' if is_plain else f'{{ __typename {each} }}'} }}",
        {a["name"]: _value(a["name"], a["type"], types, known) for a in given},
    )


def _value(name: str, described: dict[str, Any], types: dict[str, Any], known: dict[str, Any]) -> Any:
    kind = described["kind"]
    if kind == "NON_NULL":
        return _value(name, described["ofType"], types, known)
    if kind == "LIST":
        return known[name] if name in known else [_value(name, described["ofType"], types, known)]
    of = types[described["name"]]
    if name in known:
        return known[name]
    if kind == "ENUM":
        return of["enumValues"][0]["name"]
    if kind == "INPUT_OBJECT":
        return {
            part["name"]: _value(part["name"], part["type"], types, known)
            for part in of["inputFields"]
            if part["type"]["kind"] == "NON_NULL"
            or part["name"] in _OPTIONAL & known.keys()
            or part["name"] == "selector"
        }
    plain = {"Int": 1, "Float": 1.0, "Boolean": False, "RunConfigData": "{}"}
    return plain.get(described["name"], "x")


def _signature(described: dict[str, Any]) -> str:
    if described["kind"] == "NON_NULL":
        return f"{_signature(described['ofType'])}!"
    if described["kind"] == "LIST":
        return f"[{_signature(described['ofType'])}]"
    return str(described["name"])
