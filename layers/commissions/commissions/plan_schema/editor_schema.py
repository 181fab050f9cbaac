"""The JSON Schema of a plan, for editors: completion and marks while a plan is written."""

import json
from typing import Any

from commissions.plan_schema.document import PlanDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "docs/plan.schema.json"


def editor_schema() -> dict[str, Any]:
    """What a document has to look like; what its parts say about each other only `read` checks."""
    found = PlanDocument.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, "title": "Compensation plan", **_without_titles(found)}


def as_text() -> str:
    return json.dumps(editor_schema(), indent=1, sort_keys=True) + "\n"


def _without_titles(value: Any) -> Any:
    """Without the titles that repeat a field's name."""
    if isinstance(value, dict):
        return {
            name: _without_titles(each)
            for name, each in value.items()
            if not (name == "title" and isinstance(each, str))
        }
    return [_without_titles(each) for each in value] if isinstance(value, list) else value
