"""What `run.json` says of a closed period: the plan, its bonuses, the factors, and all sums.

Money in minor units of the plan's base currency, volumes in hundredths of a point.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from commissions.application.close.run_columns import FileColumns
from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import Whole
from commissions.domain.close.factors import company_factors
from commissions.domain.close.facts import PoolShares
from commissions.domain.close.told import REASONS

Document = dict[str, Any]
FORMAT = 1


def plan_digest(document: Document) -> str:
    """As a plan that is published has it."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def told_run(document: Document, closed: ClosedColumns, columns: FileColumns) -> Document:
    close, period = closed.close, closed.close.period
    plan = document["plan"]
    units = {*document["volumes"], *period.sales.volumes}
    return {
        "format": FORMAT,
        "plan": {
            "id": plan["id"],
            "version": plan["version"],
            "digest": plan_digest(document),
            "base_currency": plan["base_currency"],
        },
        "period": {
            "id": f"{plan['id']}/{period.every}/{period.period}",
            "every": period.every,
            "label": period.period,
            "starts": period.starts.isoformat(),
            "ends": period.ends.isoformat(),
        },
        "members": close.nobody,
        "active": int(np.count_nonzero(close.judged.active)),
        "ranks": list(columns.words),
        "statuses": list(period.members.status.words),
        "bonuses": [_bonus(each) for each in closed.awards],
        "reasons": [REASONS[reason] for reason in Reason],
        "company": {"limit": closed.company.limit, "raw": closed.company.raw},
        "factors": _factors(closed),
        "totals": {each.bonus: _totals(each) for each in closed.awards},
        "volumes": {unit: close.volumes.company(unit) for unit in sorted(units)},
        "binaries": {bonus: legs().tree for bonus, legs in close.seat_legs.items()},
        "document": document,
    }


def _bonus(awards: AwardColumns) -> Document:
    return {
        "id": awards.bonus,
        "kind": awards.kind,
        "keys": awards.keys.name,
        "denominator": awards.denominator,
        "as_fraction": awards.as_fraction,
    }


def _totals(awards: AwardColumns) -> Document:
    """`people`: how many have any amount; `unpaid`: by reason, what is not paid or was cut off."""
    people = np.bincount(awards.member[awards.amount != 0])
    unpaid: Document = {}
    for code in np.flatnonzero(np.bincount(awards.reason)).tolist():
        if code != Reason.PAID:
            rows = np.flatnonzero(awards.reason == code)
            unpaid[Reason(code).name] = {
                "lines": rows.size,
                "base": _sum(awards.base[rows]),
                "cut": _sum(awards.raw[rows]) - _sum(awards.amount[rows]),
            }
    return {
        "paid": _sum(awards.amount),
        "raw": _sum(awards.raw),
        "people": int(np.count_nonzero(people)),
        "unpaid": unpaid,
    }


def _sum(values: Whole) -> int:
    return sum(values.tolist()) if values.dtype == object else int(values.sum(dtype=np.int64))


def _factors(closed: ClosedColumns) -> Document:
    """Who has the units that rounding left is in the awards themselves, but where an earlier close
    said it."""
    kept, close = closed.close.period.kept, closed.close
    if kept is not None:
        extra = sorted(list(key) for key in kept.extra)
        return {"company": _pairs(kept.company), "pools": _pools(kept.pools), "extra": extra}
    company = _pairs(company_factors(close, closed.company))
    return {"company": company, "pools": _pools(close.pools), "extra": None}


def _pairs(company: Mapping[str, tuple[int, int]]) -> Document:
    return {bonus: list(factor) for bonus, factor in company.items()}


def _pools(pools: Mapping[str, PoolShares]) -> Document:
    return {
        bonus: {
            "size": each.size,
            "points": str(each.points),
            "extra": sorted(each.extra),
            "places": list(each.places),
        }
        for bonus, each in pools.items()
    }
