"""What the engine lacks of AWS's rights: conditions on what a PutEvents says, by its entries'
source and detail type (`events:source`, `events:detail-type`), and on which item of a table a call
is (`dynamodb:LeadingKeys`).

Python runs this at the start of every process that finds it on its path: of the engine, and of the
workers that it runs functions in, where it does nothing.
"""

import json
import sys
from importlib.metadata import version
from typing import Any

ENGINE = ["-m", "ministack"]
KNOWN = "1.5.33"
PUT_EVENTS = "events:PutEvents"
ONE_ITEM = {f"dynamodb:{name}Item" for name in ("Get", "Put", "Update", "Delete")}
KEYS = {"events:source": "Source", "events:detail-type": "DetailType"}


def said(body: bytes) -> dict[str, list[str]]:
    """By condition key, what all entries of a request say; nothing of one that none of them has,
    as AWS leaves out a key that a request does not have."""
    entries: list[dict[str, Any]] = json.loads(body).get("Entries", [])
    values = {
        key: [entry[name] for entry in entries if name in entry] for key, name in KEYS.items()
    }
    return {key: found for key, found in values.items() if found}


def item_of(body: bytes) -> dict[str, list[str]]:
    """The first part of the key of the one item that a call is about."""
    from ministack.services import dynamodb  # type: ignore[import-not-found]

    asked = json.loads(body)
    table = dynamodb._tables.get(asked["TableName"])
    key = asked.get("Key") or asked.get("Item") or {}
    found = key.get(table["pk_name"], {}) if table else {}
    return {"dynamodb:leadingkeys": list(found.values())} if found else {}


def teach() -> None:
    from ministack.core import iam_actions  # type: ignore[import-not-found]

    if version("ministack") != KNOWN:
        raise RuntimeError(f"written for the engine {KNOWN}: look whether it is needed still")
    known = iam_actions.request_tag_context

    def context(service: str, action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        told = said(body) if action == PUT_EVENTS else {}
        item = item_of(body) if action in ONE_ITEM else {}
        return {**known(service, action, body, params), **told, **item}

    iam_actions.request_tag_context = context


if sys.orig_argv[1:3] == ENGINE:
    teach()
