"""The registers of a reconciliation, each row read once or with many others, and let go again: a
night of many orders holds no more of them than a day of few."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from commissions.audit.lock_wants import LockWants
from commissions.audit.register_rows import (
    EdgeRow,
    NamingRow,
    PlanRow,
    RateRow,
    RegisterRows,
    SettingsRow,
    ValueRow,
)
from commissions.tables import audit_registers

KEPT_MAX = 20_000
"""So many members' edges, or keys of a map, are kept for the orders that come after."""
STANDS_IN = timedelta(days=7)
"""How far before an order's day its rate may be."""


@dataclass
class RegisterReads:
    """Of one store; plans, rates and the tree are all stores' together: `shared`."""

    store_id: str
    shared: "SharedReads"
    values: dict[str, Sequence[ValueRow]] = field(default_factory=dict)
    settings: Sequence[SettingsRow] | None = None

    def rows(self, wants: LockWants) -> RegisterRows:
        """All that some orders need, in a few calls, however many they are."""
        codes, accounts = audit_registers.namings(self.store_id, wants.codes, wants.customers)
        if self.settings is None:
            self.settings = audit_registers.settings(self.store_id)
        members = {*wants.members, *_named(codes), *_named(accounts)}
        plans = {*wants.plans, *(each.plan for each in self.settings)}
        return RegisterRows(
            settings=self.settings,
            plans={each: self.shared.plan(each) for each in plans},
            rates=self.shared.rates_of(wants.rates),
            values=_kept(self.values, wants.keys, self._values),
            codes=codes,
            accounts=accounts,
            edges=_kept(self.shared.edges, members, audit_registers.edges),
        )

    def _values(self, keys: Iterable[str]) -> Mapping[str, Sequence[ValueRow]]:
        return audit_registers.values(self.store_id, keys)


@dataclass
class SharedReads:
    edges: dict[str, Sequence[EdgeRow]] = field(default_factory=dict)
    plans: dict[str, Sequence[PlanRow]] = field(default_factory=dict)
    rates: dict[tuple[str, str, date], Sequence[RateRow]] = field(default_factory=dict)

    def plan(self, plan_id: str) -> Sequence[PlanRow]:
        if plan_id not in self.plans:
            self.plans[plan_id] = audit_registers.plans(plan_id)
        return self.plans[plan_id]

    def rates_of(
        self, wanted: Iterable[tuple[str, str, date]]
    ) -> dict[tuple[str, str], Sequence[RateRow]]:
        """By pair, all rates that may have been those of any of the days."""
        found: dict[tuple[str, str], dict[str, RateRow]] = {}
        for currency, base, day in wanted:
            if (currency, base, day) not in self.rates:
                rows = audit_registers.rates(currency, base, day - STANDS_IN, day)
                self.rates[currency, base, day] = rows
            near = {row.day: row for row in self.rates[currency, base, day]}
            found.setdefault((currency, base), {}).update(near)
        return {pair: [rows[day] for day in sorted(rows)] for pair, rows in found.items()}


def _kept[R](
    kept: dict[str, Sequence[R]],
    wanted: Iterable[str],
    read: Callable[[Iterable[str]], Mapping[str, Sequence[R]]],
) -> dict[str, Sequence[R]]:
    """Those wanted, of which only those are read that are not kept; also that there are none."""
    names = {*wanted}
    if len(kept) > KEPT_MAX:
        kept.clear()
    if new := names - kept.keys():
        found = read(new)
        kept |= {each: found.get(each, ()) for each in new}
    return {each: kept[each] for each in names}


def _named(rows: Mapping[str, Sequence[NamingRow]]) -> Iterable[str]:
    return (row.member for each in rows.values() for row in each)
