"""The warehouse of a company, as files of its schema: all that its facts say, known by the end.

Where an order was told in several revisions the older ones say something else, so that whoever
reads them is found out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from commissions.application.close.warehouse_tables import Tables
from commissions.application.simulation.company_facts import (
    BEFORE_EVERYTHING,
    CompanyFacts,
    ToldMember,
)
from commissions.application.simulation.order_book import CountedOrder, OrderBook
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.target import reversed_part
from commissions.domain.plans import Plan
from commissions.warehouse import parquet

Row = Mapping[str, Any]
PARTS = 3


def warehouse_files(folder: Path, book: OrderBook, random: Random) -> Tables:
    """Parts of every table that has rows: an order's rows of a revision are in one of them."""
    plan = book.plan
    facts: dict[str, list[Row]] = {
        "fact_order_line": [],
        "fact_refund_line": [],
        "fact_commission": [],
    }
    for order in book.orders:
        revision = random.randint(1, 3)
        facts["fact_order_line"] += order_lines(order, plan, revision)
        facts["fact_refund_line"] += refund_lines(order, revision)
        facts["fact_commission"] += commission_lines(order)
        if revision > 1:
            facts["fact_order_line"] += told_before(order, plan, random)
    tables = {
        name: write_parts(folder / name, random.sample(rows, len(rows)))
        for name, rows in facts.items()
        if rows
    }
    tables["dim_member"] = write_parts(folder / "dim_member", list(member_rows(book.company)), 1)
    if book.company.seats:
        tables["dim_seat"] = write_parts(folder / "dim_seat", list(seat_rows(book.company)), 1)
    return tables


def order_lines(order: CountedOrder, plan: Plan, revision: int) -> Iterator[Row]:
    told = order.told
    for number, (line, counted) in enumerate(zip(told.lines, order.lines, strict=True), 1):
        yield {
            "order_key": told.order_id,
            "revision": revision,
            "line": number,
            "recorded_at": told.at,
            "event_at": told.at,
            "store": "shop",
            "plan_id": plan.plan_id,
            "base_currency": plan.base_currency,
            "sku_id": line.sku,
            "platform_sku": line.sku,
            "seller": told.seller,
            "buyer": told.buyer,
            "buyer_class": told.buyer_class,
            "customer_sk": told.customer,
            "status": "sold",
            **{unit: counted.get(unit, 0) for unit in UNITS},
        }


def told_before(order: CountedOrder, plan: Plan, random: Random) -> Iterator[Row]:
    """A first revision, by which it was nothing yet, or larger."""
    for row in order_lines(order, plan, 1):
        other = {"status": random.choice(["sold", "not_sold"])}
        yield {**row, **other, **{unit: row[unit] + 77_700 for unit in UNITS}}


def refund_lines(order: CountedOrder, revision: int) -> Iterator[Row]:
    """By moment and line, so that their sums are what the ledger takes back of the order."""
    gone = [dict.fromkeys(UNITS, 0) for _ in order.lines]
    for moment, back in enumerate(order.returns, 1):
        now = allotted(order, moment)
        for number, (before, after) in enumerate(zip(gone, now, strict=True), 1):
            yield {
                "order_key": order.told.order_id,
                "revision": revision,
                "moment": moment,
                "line": number,
                "event_at": back.at,
                **{unit: after[unit] - before[unit] for unit in UNITS},
            }
        gone = now


def allotted(order: CountedOrder, moments: int) -> list[dict[str, int]]:
    """What came back of each line: its own share, and in the first one what rounding leaves."""
    returns = order.returns[:moments]
    left = order.volumes(returns)
    found = []
    for number, line in enumerate(order.lines):
        shares = {
            unit: sum((back.shares[number].get(unit, NOTHING) for back in returns), NOTHING)
            for unit in UNITS
        }
        found.append({unit: reversed_part(line.get(unit, 0), shares[unit]) for unit in UNITS})
    for unit in UNITS:
        found[0][unit] += order.base[unit] - left[unit] - sum(line[unit] for line in found)
    return found


def commission_lines(order: CountedOrder) -> Iterator[Row]:
    """What was paid with the order, and what each return took back of it."""
    before: dict[tuple[str, str], int] = {}
    moments = [order.told.at, *(back.at for back in order.returns)]
    for many, at in enumerate(moments):
        now = order.earned(order.returns[:many])
        for bonus, earner in {**before, **now}:
            key = bonus, earner
            yield {
                "book": order.told.order_id,
                "event_at": at,
                "earner": earner,
                "bonus": bonus,
                "amount_minor": now.get(key, 0) - before.get(key, 0),
                "period": "",
            }
        before = now


def member_rows(company: CompanyFacts) -> Iterator[Row]:
    """An edge a row, each with all that was so from then on."""
    for member in company.members:
        sponsor, status, rank = "", "", ""
        for since, changes in edges_by_time(member).items():
            for edge in changes:
                sponsor = sponsor if edge.sponsor is None else edge.sponsor
                status = status if edge.status is None else edge.status
                rank = rank if edge.rank is None else edge.rank
            yield {
                "member_id": member.member_id,
                "kind": member.kind,
                "enrolled_at": member.enrolled_at,
                "valid_from": since,
                "sponsor": sponsor,
                "status": status,
                "rank": rank,
            }


def edges_by_time(member: ToldMember) -> dict[datetime, list[Any]]:
    """The first one is from the enrolment on."""
    found: dict[datetime, list[Any]] = {}
    for edge in member.edges:
        since = member.enrolled_at if edge.since == BEFORE_EVERYTHING else edge.since
        found.setdefault(since, []).append(edge)
    return dict(sorted(found.items()))


def seat_rows(company: CompanyFacts) -> Iterator[Row]:
    for seat in company.seats:
        yield {
            "tree": seat.tree,
            "member_id": seat.member_id,
            "parent": seat.parent,
            "side": seat.side,
            "since": seat.since,
        }


def write_parts(folder: Path, rows: Sequence[Row], parts: int = PARTS) -> list[Path]:
    folder.mkdir(parents=True)
    found = []
    for part in range(parts):
        some = rows[part::parts]
        if some:
            file = folder / f"{part}.parquet"
            parquet.write(file, {name: column([row[name] for row in some]) for name in some[0]})
            found.append(file)
    return found


def column(values: Sequence[Any]) -> Any:
    match values[0]:
        case datetime():
            naive = [each.astimezone(UTC).replace(tzinfo=None) for each in values]
            return np.array(naive, dtype="datetime64[us]")
        case int():
            return np.array(values, dtype=np.int64)
        case _:
            return np.array(values, dtype=object)
