"""Counts what is owed to everybody: every night, and when somebody of finance asks for it.

One look through all months, and a query of the statement of each person to whom anything is owed or
who owes something: the very walk by which a batch is planned.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from commissions.application.payouts.earned import terms_of
from commissions.application.payouts.exchange import exchange_sums
from commissions.application.payouts.payables import MemberPayable, payables_of
from commissions.application.queries.published_plans import published
from commissions.domain.ledger.member_month import (
    EARNED,
    PAYABLE,
    TAKEN_BACK,
    TOTAL,
    WRITTEN_OFF,
)
from commissions.domain.payouts.counted_payables import (
    LISTS,
    WRITE_OFF,
    CountedPayables,
    ListSum,
    MonthOwed,
    PayableRow,
    age_sums,
    list_sums,
)
from commissions.domain.payouts.left_out import left_out_by
from commissions.domain.payouts.owed_by_age import owed_by_age, owed_lots
from commissions.domain.payouts.terms import PayoutTerms
from commissions.domain.payouts.write_off import write_off_due
from commissions.domain.plans import Plan
from commissions.domain.stores.certification import is_certified
from commissions.payments import payable_files
from commissions.tables import audit_reads

CV = "cv"
_FIGURES = (EARNED, TAKEN_BACK, WRITTEN_OFF, PAYABLE, CV)


def count_payables(now: datetime) -> list[CountedPayables]:
    """Of every currency in which anything was ever earned; kept for whoever looks."""
    months = _EveryMonth.read()
    currencies = sorted(months.sums.keys() | months.owed.keys())
    counted = [_counted(currency, months, now) for currency in currencies]
    payable_files.keep(counted)
    return counted


@dataclass
class _EveryMonth:
    """What all months of all people come to."""

    sums: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    """By currency and month the figures of MonthOwed."""
    owed: dict[str, Counter[str]] = field(default_factory=dict)
    """By currency, of each person."""
    not_counted: set[str] = field(default_factory=set)

    @classmethod
    def read(cls) -> "_EveryMonth":
        found = cls()
        for owner, month, currency, figures in audit_reads.every_month_item():
            if not is_certified(owner):
                found.add(owner, month, currency, figures)
        return found

    def add(self, owner: str, month: str, currency: str, figures: Mapping[str, int]) -> None:
        if month == TOTAL:
            self.not_counted.add(owner)
        if not currency:
            return
        self.owed.setdefault(currency, Counter())[owner] += figures.get(PAYABLE, 0)
        if month != TOTAL:
            of_currency = self.sums.setdefault(currency, defaultdict(Counter))
            of_currency[month].update({name: figures.get(name, 0) for name in _FIGURES})

    def owing(self, currency: str) -> list[str]:
        """Whose balance is not zero."""
        found = self.owed.get(currency, Counter())
        return sorted(owner for owner, amount in found.items() if amount)

    def of(self, currency: str, standing: Mapping[str, int]) -> tuple[MonthOwed, ...]:
        """`standing`: by month, what of it is owed now."""
        figures = self.sums.get(currency, {})
        nothing: Counter[str] = Counter()
        return tuple(
            _month_owed(month, figures.get(month, nothing), standing.get(month, 0))
            for month in sorted(figures.keys() | standing.keys())
        )


def _month_owed(month: str, figures: Mapping[str, int], standing: int) -> MonthOwed:
    net = figures[EARNED] - figures[TAKEN_BACK] + figures[WRITTEN_OFF]
    return MonthOwed(
        month=month,
        earned=figures[EARNED],
        taken_back=figures[TAKEN_BACK],
        written_off=figures[WRITTEN_OFF],
        paid=net - figures[PAYABLE],
        standing=standing,
        cv=figures[CV],
    )


@dataclass
class _EverybodysStanding:
    """How everybody stands in one currency, as they are looked at one by one."""

    zone: ZoneInfo
    now: datetime
    rows: list[PayableRow] = field(default_factory=list)
    months: Counter[str] = field(default_factory=Counter)
    """By month, what of it is owed now."""

    def add(self, found: MemberPayable, terms: PayoutTerms) -> None:
        at = found.found.standing
        lots = owed_lots(found.lots, at.held + at.unpaid)
        self.rows.append(_row(found, terms, owed_by_age(lots, self.now)))
        for lot in lots:
            self.months[f"{lot.at.astimezone(self.zone):%Y-%m}"] += lot.amount


def _counted(currency: str, months: _EveryMonth, now: datetime) -> CountedPayables:
    plans = [each for each in published().in_force(now) if each.base_currency == currency]
    zone = ZoneInfo(plans[0].timezone if plans else "UTC")
    found = _EverybodysStanding(zone, now)
    if plans:
        terms = terms_of(plans[0])
        for each in payables_of(months.owing(currency), terms, now):
            found.add(each, terms)
    found.rows.sort(key=lambda row: (-row.owed, row.member))
    payable_files.keep_rows(currency, now, found.rows)
    sums = list_sums(found.rows)
    return CountedPayables(
        currency=currency,
        as_of=now,
        plans=tuple(each.plan_id for each in plans),
        months=months.of(currency, found.months),
        not_counted=len(months.not_counted),
        lists={name: sums[name] for name in LISTS if name in sums},
        write_offs=sums.get(WRITE_OFF, ListSum(0, 0)),
        taken=sum(row.taken for row in found.rows),
        ages=age_sums(found.rows),
        rows=len(found.rows),
        exchange=exchange_sums(currency, now),
        cap_pct=_cap(plans[0]) if plans else "",
    )


def _cap(plan: Plan) -> str:
    """Of the volume that points are worth money in: CV. Empty where the plan caps another one."""
    company = (plan.document.get("caps") or {}).get("company") or {}
    return str(company["max_pct"]) if company.get("of", "cv").lower() == CV else ""


def _row(found: MemberPayable, terms: PayoutTerms, ages: tuple[int, ...]) -> PayableRow:
    at = found.found.standing
    return PayableRow(
        member=found.found.payee,
        reason=left_out_by(found.found.why),
        on_hold=at.held,
        unpaid=at.unpaid,
        debt=at.debt,
        taken=found.found.taken,
        ages=ages,
        write_off=write_off_due(at, terms),
    )
