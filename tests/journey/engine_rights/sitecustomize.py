"""What the engine lacks of AWS's rights: a condition on what a PutEvents says, by its entries'
source and detail type (`events:source`, `events:detail-type`).

Python runs this at the start of every process that finds it on its path: of the engine, and of the
workers that it runs functions in, where it does nothing.
"""

import json
import sys
from importlib.metadata import version
from typing import Any

ENGINE = ["-m", "ministack"]
KNOWN = "1.5.33"
ACTION = "events:PutEvents"
KEYS = {"events:source": "Source", "events:detail-type": "DetailType"}


def said(body: bytes) -> dict[str, list[str]]:
    """By condition key, what all entries of a request say; nothing of one that none of them has,
    as AWS leaves out a key that a request does not have."""
    entries: list[dict[str, Any]] = json.loads(body).get("Entries", [])
    values = {
        key: [entry[name] for entry in entries if name in entry] for key, name in KEYS.items()
    }
    return {key: found for key, found in values.items() if found}


def teach() -> None:
    from ministack.core import iam_actions  # type: ignore[import-not-found]

    if version("ministack") != KNOWN:
        raise RuntimeError(f"written for the engine {KNOWN}: look whether it is needed still")
    known = iam_actions.request_tag_context

    def context(service: str, action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        told = said(body) if action == ACTION else {}
        return {**known(service, action, body, params), **told}

    iam_actions.request_tag_context = context


if sys.orig_argv[1:3] == ENGINE:
    teach()
