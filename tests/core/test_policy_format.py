"""One description serves editors and readers: schemas accept what the reader accepts, pages name every key."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from sayso.core.policy import format, source
from sayso.core.screening.kinds import DETECTORS

EXAMPLE = Path(__file__).parents[2] / "examples" / "tidewell"
FILES = sorted(path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*.yaml"))


def errors(name: str, text: str) -> list[str]:
    """What an editor would underline: YAML 1.2 as editors read it, checked by the file's own schema."""
    kind = format.kind_of(name)
    assert kind is not None
    schema = json.loads((EXAMPLE / ".sayso" / f"{kind.name}.schema.json").read_text(encoding="utf-8"))
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(data)]


@pytest.mark.parametrize("name", FILES)
def test_the_schema_beside_a_file_accepts_it(name):
    text = (EXAMPLE / name).read_text(encoding="utf-8")

    assert text.startswith(format.schema_line(name))
    assert errors(name, text) == []


def test_an_editor_underlines_what_the_reader_refuses():
    rules = (EXAMPLE / "rules.yaml").read_text(encoding="utf-8")

    assert errors("rules.yaml", rules.replace("verdict: block", "verdct: block", 1))
    assert errors("rules.yaml", rules.replace("clause: legal.claims", "clause: legal.claim"))
    assert errors("rules.yaml", rules.replace("find: lexicons/claims", "find: lexicons/claim"))
    assert errors("rules.yaml", rules.replace("builtin/email", "builtin/emial", 1))


def test_the_schemas_beside_the_example_are_those_of_its_policy():
    detectors = tuple(DETECTORS)
    policy = source.load(EXAMPLE, detectors).policy

    schemas = format.json_schemas(policy, detectors)

    folder = EXAMPLE / ".sayso"
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    assert written == json.loads(json.dumps(schemas))


def test_schemas_are_draft_7_and_complete_the_names_of_the_policy():
    policy = source.load(EXAMPLE).policy

    schemas = format.json_schemas(policy, ("email", "phone"))

    for schema in schemas.values():
        jsonschema.Draft7Validator.check_schema(schema)
    rule = schemas["rules.schema.json"]["properties"]["rules"]["items"]["properties"]
    assert rule["clause"]["enum"] == [clause.id for clause in policy.clauses]
    assert rule["to"]["enum"][-5:] == [
        "crisis-response",
        "customer-service",
        "engagement",
        "message-approval",
        "pr",
    ] or set(rule["to"]["enum"]) == {role.name for role in policy.roles} | set(policy.more["teams"])
    assert {"enum": ["builtin/email", "builtin/phone"]} in rule["find"]["anyOf"][0]["anyOf"][0]["anyOf"]


def every_field():
    return [
        (fields.title, key, known)
        for kind in format.FILES
        for fields in format.tables(kind.shape)
        for key, known in fields.fields.items()
    ]


@pytest.mark.parametrize(("title", "key", "known"), every_field())
def test_every_key_says_what_it_means_in_one_sentence_per_language(title, key, known):
    assert known.en[-1] == "." and known.zh[-1] == "。"
    assert not set("简体这个们为对发说时间后应") & set(known.zh)


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_the_reference_page_names_every_key(lang):
    page = format.reference(lang)

    for title, key, known in every_field():
        assert f"### `{title}`" in page
        assert f"| `{key}` |" in page
        assert (known.zh if lang == "zh-Hant" else known.en) in page


def test_a_schema_without_a_policy_takes_any_name():
    schema = format.json_schemas()["rules.schema.json"]

    rule = {"id": "ab", "clause": "x.y", "find": "lexicons/z", "verdict": "warn", "say": {"en": "a"}}

    assert list(jsonschema.Draft7Validator(schema).iter_errors({"rules": [rule]})) == []


def test_every_table_of_the_reference_has_a_title():
    assert all(fields.title for kind in format.FILES for fields in format.tables(kind.shape))
