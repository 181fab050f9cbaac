"""What an item that came into a table may have been waited for as."""

from typing import Any

from commissions.domain.member import code_key


def arrived(image: dict[str, Any]) -> list[str]:
    """The names under which records wait for what this item of a table brings."""
    match image:
        case {"sku": sku}:
            return [f"sku/{sku}"]
        case {"pair": pair}:
            return [f"rate/{pair}"]
        case {"plan_id": plan_id}:
            return [f"plan/{plan_id}"]
        case {"id": str(key)}:
            return _of_a_member(key)
    return []


def _of_a_member(key: str) -> list[str]:
    kind, _, name = key.partition("/")
    return [f"referrer/{code_key(name)}"] if kind in ("code", "member") else []
