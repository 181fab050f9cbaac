"""A large company as files of the warehouse, made without a record of anybody."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from commissions.application.close.warehouse_tables import Tables
from commissions.warehouse import parquet

MIDDLE = datetime(2026, 10, 15, tzinfo=UTC)


def a_large_warehouse(folder: Path, members: int, orders: int) -> Tables:
    """Two lines an order, all of October; a tenth came back in part on the 20th. Everybody stands
    under somebody who enrolled before them."""
    random = np.random.default_rng(1)
    folder.mkdir(parents=True)
    names = np.array([f"m{number:07}" for number in range(members)], dtype=object)
    above = (random.random(members) * np.arange(members)).astype(np.int64)
    long_ago = np.datetime64("2026-01-01", "us")
    member = {
        "member_id": names,
        "kind": _all("participant", members),
        "enrolled_at": long_ago + np.arange(members).astype("timedelta64[s]"),
        "valid_from": long_ago + np.arange(members).astype("timedelta64[s]"),
        "sponsor": np.where(np.arange(members) > 0, names[above], ""),
        "status": _all("active", members),
    }
    seller = names[random.integers(0, members, orders)]
    own = random.random(orders) < 0.7
    order = {
        "order_key": np.array([f"woo/shop/{number:07}" for number in range(orders)], dtype=object),
        "revision": random.integers(1, 5, orders),
        "event_at": np.datetime64("2026-10-01", "us")
        + random.integers(0, 31 * 86_400, orders).astype("timedelta64[s]"),
        "store": _all("shop", orders),
        "plan_id": _all("uni7", orders),
        "base_currency": _all("USD", orders),
        "sku_id": _all("tea", orders),
        "platform_sku": _all("TEA", orders),
        "seller": seller,
        "buyer": np.where(own, seller, ""),
        "buyer_class": np.where(own, "participant", "retail"),
        "customer_sk": _all("", orders),
        "status": _all("sold", orders),
    }
    volume = random.integers(500, 20_000, orders)
    order["recorded_at"] = order["event_at"]
    lines = [order | _volumes(volume) | {"line": np.full(orders, line)} for line in (1, 2)]
    back = np.flatnonzero(random.random(orders) < 0.1)
    refund = {name: order[name][back] for name in ("order_key", "revision")} | {
        "line": np.ones(back.size, dtype=np.int64),
        "event_at": np.full(back.size, np.datetime64("2026-10-20", "us")),
        **_volumes(volume[back] // 2),
    }
    tables = {"dim_member": [member], "fact_order_line": lines, "fact_refund_line": [refund]}
    found = {}
    for name, parts in tables.items():
        found[name] = [folder / f"{name}-{number}.parquet" for number in range(len(parts))]
        for file, part in zip(found[name], parts, strict=True):
            parquet.write(file, part)
    return found


def _all(word: str, many: int) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array([word] * many, dtype=object)


def _volumes(volume: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[str, object]:
    return dict.fromkeys(("pv", "bv", "cv", "qv"), volume)
