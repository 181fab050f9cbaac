"""A sample of an event, signed as the stack's own: for whoever calls a function by hand.

A file holds an event as the bus writes it (`events/bus/`), or what a queue hands a function
(`events/lambda/`).
"""

import json
from typing import Any

from commissions.aws import bus
from commissions.events import RECORD_TYPES, SIGNED


class NotAnEvent(ValueError):
    """The file has nothing that could be signed; says where, and what was expected."""


class NothingToSign(ValueError):
    """None of its events bears a MAC: they are believed as they are."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"{', '.join(names)} needs no signature: what a store said, its webhook proved"
        )


def signed(document: Any) -> tuple[Any, list[str]]:
    """The document with each of its events signed that has to be, and their detail types.

    Raises NotAnEvent, NothingToSign, or EventKeyUnavailable.
    """
    if not isinstance(document, dict):
        raise NotAnEvent("an event, or what a queue hands a function, is a JSON object")
    if "Records" not in document:
        event, name = _signed(document, "the event")
        return event, _of_signed([name])
    if not document["Records"]:
        raise NotAnEvent("what a queue hands a function has no records here")
    records, names = [], []
    for number, record in enumerate(document["Records"]):
        event, name = _signed(_body(record, f"Records[{number}]"), f"Records[{number}].body")
        records.append(record | {"body": json.dumps(event)})
        names.append(name)
    return document | {"Records": records}, _of_signed(names)


def _signed(event: Any, where: str) -> tuple[dict[str, Any], str]:
    name = event.get("detail-type") if isinstance(event, dict) else None
    if name not in RECORD_TYPES:
        raise NotAnEvent(
            f"{where}: `detail-type` is {name!r}, and none of {', '.join(RECORD_TYPES)}"
        )
    detail = event.get("detail")
    if not isinstance(detail, dict) or not (
        "claim" in detail or {"record", "trace"} <= detail.keys()
    ):
        raise NotAnEvent(
            f"{where}: `detail` needs `schema_version`, `record` and `trace`, or a `claim`"
        )
    return event | {"detail": bus.signed(name, detail)}, name


def _body(record: Any, where: str) -> Any:
    try:
        return json.loads(record["body"])
    except (KeyError, TypeError, ValueError):
        raise NotAnEvent(f"{where}: `body` is no JSON text of an event") from None


def _of_signed(names: list[str]) -> list[str]:
    found = [name for name in names if RECORD_TYPES[name] in SIGNED]
    if not found:
        raise NothingToSign(names)
    return found
