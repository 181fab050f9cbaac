"""The register of closed months: one item a plan, beside the actions that close them. Where nothing
was ever closed there is none."""

import os

from commissions.domain.ledger.closed_months import ClosedMonths
from commissions.tables.items import get

TABLE = os.environ["ACTIONS_TABLE"]


def of_plan(plan_id: str) -> ClosedMonths:
    item = get(TABLE, {"id": key(plan_id)})
    return ClosedMonths(frozenset(item["months"])) if item else ClosedMonths()


def key(plan_id: str) -> str:
    return f"closed months/{plan_id}"
