"""The ids that GraphQL has: a kind and a number."""

import re

from tools.fake_store.toolkit import NotFound


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def id_of(gid: str, kind: str) -> int:
    found = re.fullmatch(rf"gid://shopify/{kind}/([0-9]+)", gid)
    if found is None:
        raise NotFound(f"{gid} is no {kind}")
    return int(found[1])
