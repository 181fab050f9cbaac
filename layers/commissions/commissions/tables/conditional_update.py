"""One conditional update of an item, which knows its own note again."""

import re
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.tables.items import Item, condition_failed, marshal, unmarshal


def conditional_update(  # noqa: PLR0913 - the parts of one conditional write
    table: str,
    key: Item,
    sets: Item,
    *,
    remove: tuple[str, ...] = (),
    values: Item | None = None,
    only_if: str = "",
) -> bool:
    """One update; False where its condition does not hold, unless it is our own note that stands
    there: an update whose answer was lost is sent again, and then finds itself."""
    given = {each: value for each, value in sets.items() if value is not None}
    set_all = ", ".join(f"#{each} = :{each}" for each in given)
    gone = ", ".join(f"#{each}" for each in (remove or sets.keys() - given.keys()))
    parts = (f"SET {set_all}" if set_all else "", f"REMOVE {gone}" if gone else "")
    update = " ".join(filter(None, parts))
    typed = {f":{each}": value for each, value in given.items()} | (values or {})
    parameters: dict[str, Any] = {
        "TableName": table,
        "Key": marshal(key),
        "UpdateExpression": update,
        "ExpressionAttributeNames": _names(update + only_if),
        "ExpressionAttributeValues": marshal(typed),
    }
    if only_if:
        parameters["ConditionExpression"] = only_if
        parameters["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    try:
        client("dynamodb").update_item(**parameters)
    except ClientError as error:
        if not condition_failed(error):
            raise
        stands = unmarshal(error.response.get("Item", {}))  # type: ignore[arg-type]
        return "note" in sets and stands.get("note") == sets["note"]
    return True


def _names(expression: str) -> dict[str, str]:
    return {f"#{name}": name for name in re.findall(r"#(\w+)", expression)}
