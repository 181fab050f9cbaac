"""A distributor's statement with all its lines, also those not paid, and the balances."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions import events
from commissions.application.queries import member_month
from commissions.application.queries.member_month import NotCountedYet
from commissions.domain.ledger.journal import Context, JournalLine
from commissions.domain.ledger.member_month import TOTAL, MemberMonth
from commissions.domain.ledger.months import month_of
from commissions.domain.ledger.statement import COMMISSION, PAYOUT, StatementLine
from commissions.tables import members, plans, statement_lines, statements

_PAYABLE = "payable "


class UnknownDistributor(LookupError):
    """Nobody of that id is here."""

    def __init__(self, distributor_id: str) -> None:
        super().__init__(f"No distributor {distributor_id} here")


@dataclass(frozen=True, slots=True)
class CommissionEntry:
    """A statement's line, and the award, or the payout, whose change it is."""

    line: StatementLine
    award: JournalLine
    context: Context
    """What all lines of its journal have in common: whose sale it was among it."""

    @property
    def cause(self) -> str:
        """In words what led to it: `sale`, `refund 93`, `order changed`."""
        return self.context.cause


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributorStatement:
    distributor_id: str
    lines: Sequence[StatementLine]
    balances: Mapping[str, Mapping[str, int]]
    """Per scope (`total`, or a month) the units, as `tables.statements.balances` has them."""
    month: str = ""
    """Of which the lines are, like `2026-11` by the clock of each order's plan; empty for all."""
    months: Sequence[MemberMonth] | None = ()
    """What each month came to; None where they are not counted yet."""

    @property
    def commissions(self) -> list[CommissionEntry]:
        return [_commission(line) for line in self.lines if line.kind == COMMISSION]

    @property
    def payouts(self) -> list[CommissionEntry]:
        """What was paid out, its fees and deductions, and what came back, a line each."""
        return [_commission(line) for line in self.lines if line.kind == PAYOUT]

    @property
    def volumes(self) -> dict[str, Mapping[str, int]]:
        """The volume of own sales by month, in hundredths of a point; of the one month if given."""
        months = sorted(self.balances.keys() - {TOTAL})
        return {month: self.balances[month] for month in months if self.month in ("", month)}

    @property
    def payable(self) -> dict[str, int]:
        """What the company owes over all time, by currency in minor units."""
        total = self.balances.get(TOTAL, {})
        return {
            unit.removeprefix(_PAYABLE): amount
            for unit, amount in total.items()
            if unit.startswith(_PAYABLE)
        }


def read(distributor_id: str, month: str = "") -> DistributorStatement:
    """Raises UnknownDistributor; ContextLost where the journal of a line is gone."""
    lines = statement_lines.of(distributor_id)
    found = DistributorStatement(
        distributor_id=distributor_id,
        lines=[line for line in lines if not month or _month(line) == month],
        balances=statements.balances(distributor_id),
        month=month,
        months=_months(distributor_id, month),
    )
    if not found.lines and not found.balances and not members.known([distributor_id]):
        raise UnknownDistributor(distributor_id)
    return found


def _months(distributor_id: str, month: str) -> Sequence[MemberMonth] | None:
    try:
        every = member_month.every_month(distributor_id)
    except NotCountedYet:
        return None
    return [each for each in every if month in {"", each.month}]


def _month(line: StatementLine) -> str:
    if line.month:
        return line.month
    plan = json.loads(line.calc_snapshot_json)["context"]
    return month_of(line.at, plans.timezone_of(plan["plan"], plan["plan_version"]))


def _commission(line: StatementLine) -> CommissionEntry:
    snapshot = json.loads(line.calc_snapshot_json)
    award = events.adapter(JournalLine).validate_python(snapshot["line"])
    context = events.adapter(Context).validate_python(snapshot["context"])
    return CommissionEntry(line, award, context)
