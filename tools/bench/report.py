"""The figures of a run: for machines an object, for people a table against what is aimed at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from rich.table import Table

from tools.bench.cost import Cost
from tools.bench.drive import Times
from tools.bench.prices import PRICED_ON
from tools.cli import output
from tools.demo.measured import latency


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of a chain."""

    times: Times
    rates: Sequence[float]
    """Orders per second, of each burst."""
    cost: Cost
    import_ms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Aim:
    figure: str
    limit: float
    at_most: bool = True

    def is_met(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit


PROJECTION = "Project"
"""It follows the ledger."""

AIMS = (
    Aim("webhook_p50_ms", 120),
    Aim("webhook_over_bare", 1.5),
    Aim("emit_p50_ms", 500),
    Aim("emit_over_bare", 1.5),
    Aim("orders_per_s_over_bare", 0.7, at_most=False),
    Aim("init_max_ms", 400),
    Aim("usd_per_million_orders", 30),
)


def figures(product: Measured, bare: Measured) -> dict[str, Any]:
    ours, theirs = _of(product), _of(bare)
    return {
        **ours,
        "init_ms": dict(product.import_ms),
        "webhook_over_bare": _over(ours, theirs, "webhook_p50_ms"),
        "emit_over_bare": _over(ours, theirs, "emit_p50_ms"),
        "orders_per_s_over_bare": _over(ours, theirs, "orders_per_s"),
        "handlers_over_bare": _over(ours, theirs, "handlers_ms"),
        "init_max_ms": max(product.import_ms.values()),
        "usd_as_of": PRICED_ON,
        "billed_ms": {name: each["billed_ms"] for name, each in product.cost.calls.items()},
        "calls": product.cost.calls,
        "tables": product.cost.tables,
        "bare": theirs | {"calls": bare.cost.calls},
    }


def missed(found: Mapping[str, Any]) -> list[str]:
    return [aim.figure for aim in AIMS if not aim.is_met(found[aim.figure])]


def screen(found: Mapping[str, Any]) -> Table:
    grid = output.table("figure", ">product", ">bare", ">aim", "")
    aims = {aim.figure: aim for aim in AIMS}
    for name, value in found.items():
        if isinstance(value, dict | str):
            continue
        aim = aims.get(name)
        sign = {True: "<=", False: ">="}[aim.at_most] if aim else ""
        grid.add_row(
            name,
            f"{value:g}",
            f"{found['bare'][name]:g}" if name in found["bare"] else "",
            f"{sign} {aim.limit:g}" if aim else "",
            ("" if aim.is_met(value) else "missed") if aim else "",
        )
    return grid


def _of(chain: Measured) -> dict[str, Any]:
    webhook, emit = latency(chain.times.webhook), latency(chain.times.emit)
    return {
        "webhook_p50_ms": webhook.p50_ms,
        "webhook_p99_ms": webhook.p99_ms,
        "emit_p50_ms": emit.p50_ms,
        "emit_p99_ms": emit.p99_ms,
        "orders_per_s": round(median(chain.rates), 1),
        "handlers_ms": _handlers_ms(chain.cost),
        "dynamodb_wru_per_order": chain.cost.usage.write_units,
        "dynamodb_rru_per_order": chain.cost.usage.read_units,
        "usd_per_million_orders": chain.cost.usd["all"],
        "usd_parts": chain.cost.usd,
    }


def _handlers_ms(cost: Cost) -> float:
    """The four handlers from the webhook to the ledger, one after the other, without what the
    engine does between them."""
    return round(sum(call["wall_ms"] for name, call in cost.calls.items() if name != PROJECTION), 1)


def _over(ours: Mapping[str, float], theirs: Mapping[str, float], name: str) -> float:
    return round(ours[name] / theirs[name], 2)
