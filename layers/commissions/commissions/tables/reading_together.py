"""Items of several tables in one round trip, for pages, which may take but a few."""

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

from commissions.aws.clients import client
from commissions.domain.backoff import full_jitter
from commissions.tables.items import Item, marshal, unmarshal
from commissions.tables.versioned import (
    FIRST_WAIT_SECONDS,
    KEYS_MAX,
    LONGEST_WAIT_SECONDS,
    TRIES,
    BatchReadFailed,
)

Wanted = Mapping[str, Iterable[Item]]
"""By table, the keys."""


def read_together(wanted: Wanted) -> dict[str, list[Item]]:
    """The items there are as of now, by table and in no order: a round trip for a hundred keys of
    whatever tables. Each table has an entry. Raises BatchReadFailed."""
    found: dict[str, list[Item]] = {table: [] for table in wanted}
    keys = [(table, marshal(key)) for table, every in wanted.items() for key in every]
    for some in batched(keys, KEYS_MAX, strict=False):
        _read(some, found)
    return found


def _read(keys: Sequence[tuple[str, Any]], found: dict[str, list[Item]]) -> None:
    asked: Any = {}
    for table, key in keys:
        asked.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"].append(key)
    for tried in range(TRIES):
        answer = client("dynamodb").batch_get_item(RequestItems=asked)
        for table, items in answer["Responses"].items():
            found[table] += map(unmarshal, items)
        asked = answer.get("UnprocessedKeys")
        if not asked:
            return
        _wait(tried)
    raise BatchReadFailed(f"{', '.join(asked)}: items not given in {TRIES} tries")


def _wait(tried: int) -> None:
    first, longest = FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS
    time.sleep(full_jitter(tried, first=first, longest=longest, dice=random.uniform))
