"""A published plan's document as the oracle reads it: whole numbers, and only what a sale needs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import PlanRef

MILLION = 10**6
EVERY_RANK = "*"
AT_ORDER = "order"
FAST_START = "fast_start"
Condition = Mapping[str, Any]


class NoPlanSheet(ValueError):
    """The plan of an order cannot be gone by."""

    kind = "not_worked_out"


class NotUnderstood(NoPlanSheet):
    """The document asks for something that the oracle has no figures for."""

    kind = "plan_unreadable"


class PlanDocumentMissing(NoPlanSheet):
    kind = "plan_missing"


class PlanDocumentAltered(NoPlanSheet):
    """The document is not the one that orders were settled by."""

    kind = "plan_altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusRow:
    """A bonus that is paid with the order."""

    name: str
    kind: str
    basis: str
    rates: Mapping[str, Mapping[int, int]]
    """Per rank (EVERY_RANK: all alike) and level, in millionths."""
    factor: int
    """Pool times worth of a point, in millionths of millionths."""
    conditions: tuple[Condition, ...]
    """All of which the earner has to meet."""
    from_buyer: bool
    """Whether level 1 is the buyer's parent; else level 0 is the seller."""
    passing_over: str
    own_unqualified_pays: bool
    first_days: int = 0
    """Of the buyer's membership, in which alone it pays; 0 where it pays at any time."""
    replaces: frozenset[str] = frozenset()
    """Bonuses that pay nothing of an order of those days."""

    def rate(self, rank: str, level: int) -> int | None:
        row = self.rates.get(EVERY_RANK) or self.rates.get(rank) or {}
        return row.get(level)

    @property
    def levels(self) -> list[int]:
        return sorted({level for row in self.rates.values() for level in row})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    currency: str
    half_even: bool
    zone: ZoneInfo
    counted: Mapping[str, Mapping[str, frozenset[str]]]
    """Per unit the kinds of orders it takes in (`include`), the classes it leaves (`exclude`)."""
    ranks: Mapping[str, int]
    bonuses: tuple[BonusRow, ...]

    def month(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local.year:04}-{local.month:02}"

    def meets(self, condition: Condition, member: Ancestor) -> bool:
        """Whether a member of the line, as of the sale, meets a condition of the document."""
        if "all" in condition:
            return all(self.meets(each, member) for each in condition["all"])
        if "any" in condition:
            return any(self.meets(each, member) for each in condition["any"])
        wanted, how = condition["value"], condition["op"]
        words = [wanted] if isinstance(wanted, str) else list(wanted)
        match condition["metric"]:
            case "status":
                return member.status in words
            case "rank" if how == ">=":
                least = min(self.ranks[word] for word in words)
                return member.rank in self.ranks and self.ranks[member.rank] >= least
            case "rank":
                return member.rank in words
            case other:
                raise NotUnderstood(f"the condition {other} is not known when an order is paid")


def parse_published(ref: PlanRef, text: str | None) -> PlanSheet:
    """The sheet of the document that an order was locked to. Raises NoPlanSheet."""
    name = f"{ref.plan_id} version {ref.version}"
    if text is None:
        raise PlanDocumentMissing(f"{name} is not published")
    if hashlib.sha256(text.encode()).hexdigest() != ref.digest:
        raise PlanDocumentAltered(f"{name} is not what it was when the order was settled by it")
    return parse(text)


def parse(text: str) -> PlanSheet:
    """Raises NotUnderstood."""
    document = json.loads(text)
    head, active = document["plan"], document.get("status", {}).get("active")
    return PlanSheet(
        currency=head["base_currency"],
        half_even=head["rounding"]["mode"] == "half_even",
        zone=ZoneInfo(head["timezone"]),
        counted={
            unit: {side: frozenset(volume[side]) for side in ("include", "exclude")}
            for unit, volume in document["volumes"].items()
        },
        ranks={rank["id"]: rank["order"] for rank in document.get("ranks", [])},
        bonuses=tuple(
            _bonus(each, active) for each in document["bonuses"] if each["when"] == AT_ORDER
        ),
    )


def _bonus(row: Mapping[str, Any], active: Condition | None) -> BonusRow:
    if row["kind"] not in ("customer", "levels", FAST_START):
        raise NotUnderstood(f"bonus {row['id']}: kind {row['kind']} is not known with an order")
    if row.get("orders", "all") != "all":
        raise NotUnderstood(f"bonus {row['id']}: which order was the first is not known with it")
    compression = row.get("compression", {})
    return BonusRow(
        name=row["id"],
        kind=row["kind"],
        basis=row["basis"],
        rates=_rates(row["rates"]),
        factor=_millionths(row.get("pool", "1")) * _millionths(row.get("volume_to_money", "1")),
        conditions=tuple(_conditions(row, compression.get("qualified_by", ""), active)),
        from_buyer=row["start"] == "buyer_parent",
        passing_over=compression.get("kind", "none"),
        own_unqualified_pays=row.get("inactive_source_pays", True),
        first_days=row.get("window", {}).get("days", 0),
        replaces=frozenset(row.get("replaces", ())),
    )


def _conditions(
    row: Mapping[str, Any], qualified_by: str, active: Condition | None
) -> list[Condition]:
    found = [row["eligibility"]] if "eligibility" in row else []
    by_default = row["kind"] == FAST_START and row.get("qualified_by") != "eligibility"
    if by_default and active is not None:
        found.append(active)
    if qualified_by == "active":
        if active is None:
            raise NotUnderstood(f"bonus {row['id']}: the plan does not say who is active")
        found.append(active)
    return found


def _rates(table: Mapping[str, Any]) -> dict[str, dict[int, int]]:
    by_rank = any(isinstance(row, Mapping) for row in table.values())
    return {
        rank: {int(level): _millionths(rate) for level, rate in row.items()}
        for rank, row in (table if by_rank else {EVERY_RANK: table}).items()
    }


def _millionths(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * MILLION + int(rest.ljust(6, "0"))
