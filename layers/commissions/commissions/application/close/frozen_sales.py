"""Frozen orders as columns, and what came back late of earlier ones."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.frozen_files import Frozen, file_of
from commissions.application.close.frozen_table import coded, micros, read, rows
from commissions.domain.close.columns import Coded, LateSale, LineColumns, SaleColumns, moment
from commissions.domain.close.exact import Places, Whole, summable
from commissions.domain.close.facts import LateReturn


def sale_columns(folder: Path, frozen: Frozen, place: Places, *, by_owner: bool) -> SaleColumns:
    """`place`: by a member's number, of -1 the house; `by_owner`: whether persons are capped."""
    told = read(file_of(folder, "sales"))
    seller, buyer = told["seller"], told["buyer"]
    many = len(seller)
    earned = file_of(folder, "earned")
    awards = read(earned) if earned.exists() else {}
    return SaleColumns(
        ids=told["order_key"].tolist(),
        at=micros(told["placed_at"]),
        seller=place[seller],
        buyer=place[buyer],
        own=(seller >= 0) & (seller == buyer),
        participant=told["participant"],
        first=told["is_first"],
        customer=_customers(buyer, told["customer"]),
        volumes={unit: summable(told[unit]) for unit in frozen.units},
        margin=np.zeros(many, dtype=np.int64),
        earned=_earned(awards, many),
        earned_in_all=int(awards["amount"].sum()) if awards else 0,
        earned_by_owner=earned_by_owner(earned) if awards and by_owner else {},
        lines=_lines(file_of(folder, "lines"), frozen.units),
    )


def _customers(buyer: Places, customer: Places) -> Places:
    """By sale a number of who bought, from 0: members by themselves, each guest another."""
    most, many = int(buyer.max(initial=0)), int(customer.max(initial=0))
    guest = most + many + 1 + np.arange(buyer.size)
    others = np.where(customer > 0, most + customer, guest)
    return np.unique(np.where(buyer >= 0, buyer, others), return_inverse=True)[1]


def _earned(awards: Mapping[str, Any], many: int) -> dict[str, Whole]:
    """By bonus and sale, what stands of the seller's awards."""
    found: dict[str, Whole] = {}
    if not awards:
        return found
    for bonus in np.unique(awards["bonus"].astype(str)).tolist():
        own = np.flatnonzero((awards["bonus"] == bonus) & awards["of_seller"])
        found[bonus] = np.zeros(many, dtype=np.int64)
        np.add.at(found[bonus], awards["sale"][own], awards["amount"][own])
    return found


def earned_by_owner(file: Path, first: int = 0) -> dict[str, int]:
    """With the orders from a row on."""
    asked = f"select earner, cast(sum(amount) as bigint) from '{file}' where sale >= {first}"  # noqa: S608
    return dict(rows(f"{asked} group by earner order by earner"))


def _lines(file: Path, units: tuple[str, ...]) -> LineColumns:
    if not file.exists():
        nothing = np.zeros(0, dtype=np.int64)
        return LineColumns(sale=nothing, sku=Coded(nothing, ()), volumes={})
    told = read(file, ", ".join(["sale", *units]))
    return LineColumns(
        sale=told["sale"],
        sku=coded(file, "sku", "sale, line"),
        volumes={unit: summable(told[unit]) for unit in units},
    )


def late_returns(file: Path, units: tuple[str, ...]) -> tuple[LateReturn, ...]:
    """By time. They are few: a record each."""
    asked = f"select order_key, came_at, {', '.join(units)} from '{file}'"  # noqa: S608
    return tuple(
        LateReturn(
            order_id=order,
            at=at.replace(tzinfo=UTC),
            volumes=dict(zip(units, volumes, strict=True)),
        )
        for order, at, *volumes in rows(asked)
    )


def late_orders(file: Path, units: tuple[str, ...], place: Places) -> tuple[LateSale, ...]:
    """By time. `place`: by a member's number, of -1 the house."""
    asked = f"select order_key, placed_at, seller, {', '.join(units)} from '{file}'"  # noqa: S608
    return tuple(
        LateSale(
            order_id=order,
            at=moment(at.replace(tzinfo=UTC)),
            seller=int(place[seller]),
            volumes=dict(zip(units, volumes, strict=True)),
        )
        for order, at, seller, *volumes in rows(asked)
    )


def paid_before(file: Path) -> dict[str, dict[str, int]]:
    """By period and earner."""
    found: dict[str, dict[str, int]] = {}
    if file.exists():
        told = read(file)
        paid = zip(*(told[name].tolist() for name in ("every", "earner", "amount")), strict=True)
        for every, earner, amount in paid:
            found.setdefault(every, {})[earner] = amount
    return found
