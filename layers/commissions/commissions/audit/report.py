"""The report of a reconciliation: what was compared, what was found, and what that means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from commissions.audit.figures import Figures, Pair
from commissions.audit.findings import Finding, deltas
from commissions.audit.lock_findings import LockCheck
from commissions.audit.order_case import Deferred, Examined
from commissions.audit.statement_check import StatementCheck
from commissions.audit.wording import amount, count

LISTED_MAX = 1_000
CLEAN, FOUND, INCOMPLETE = "clean", "findings", "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreReport:
    store: str
    platform: str
    not_asked: str = ""
    """Why the store was not asked; empty where it was."""
    has_api: bool = True
    """Whether there is anything to ask at all."""
    orders: Pair = field(default_factory=Pair)
    """Of the day: in the store, and as facts."""
    refunds: Pair = field(default_factory=Pair)
    commissions: Pair = field(default_factory=Pair)
    """Of all orders looked at: on how many anything is owed, and how much."""
    lines: Pair = field(default_factory=Pair)
    """Of statements."""
    earlier: int = 0
    """Orders of the store from before it was ours: not expected here."""
    looked_at: int = 0
    """Orders: those of the day, and others to which something happened on it."""
    compared: int = 0
    """Of these, those of which nothing was left out."""
    unasked: int = 0
    """Of these, those whose store was not asked: held against the ledger alone."""
    facts: int = 0
    journals: int = 0
    in_flight: tuple[Deferred, ...] = ()
    waiting: tuple[Deferred, ...] = ()
    accepted: tuple[Deferred, ...] = ()
    """Gone from the store, and settled here: they are no figure of the store's side."""
    listed: tuple[Deferred, ...] = ()
    """What somebody has to see of any of its orders, whenever placed: it holds nothing up, and
    hides nothing here."""
    findings: tuple[Finding, ...] = ()
    rule_changed: tuple[Finding, ...] = ()
    """What differs in ledgers that were written before the money rule: apart from findings."""
    changed_later: tuple[Finding, ...] = ()
    """What registers came to say otherwise since orders were looked up: apart from findings, and of
    very many the first."""
    orders_changed_later: int = 0

    def with_orders(self, examined: Sequence[Examined]) -> "StoreReport":
        """What was found of single orders comes before what was found of the store itself."""
        figures = sum((each.figures for each in examined), Figures())
        return replace(
            self,
            orders=figures.orders,
            refunds=figures.refunds,
            commissions=figures.commissions,
            earlier=figures.earlier,
            looked_at=figures.looked_at,
            compared=figures.compared,
            unasked=figures.unasked,
            facts=figures.facts,
            journals=figures.journals,
            in_flight=tuple(order for each in examined for order in each.in_flight),
            waiting=tuple(order for each in examined for order in each.waiting),
            accepted=tuple(order for each in examined for order in each.accepted),
            findings=(*(found for each in examined for found in each.findings), *self.findings),
            rule_changed=tuple(found for each in examined for found in each.rule_changed),
        )

    @property
    def held(self) -> int:
        """Orders that are not yet as they should be, which what waits of them explains."""
        apart = len(self.in_flight) + len(self.accepted) + self.earlier
        return max(0, self.looked_at - self.compared - self.unasked - apart)

    @property
    def agrees(self) -> bool:
        """Whether nothing was found, and no figure differs of what was compared: it never should
        without a finding."""
        pairs = [self.commissions, self.lines] if not self.rule_changed else []
        pairs += [] if self.not_asked else [self.orders, self.refunds]
        return not self.findings and all(pair.agrees for pair in pairs)

    def with_locks(self, checks: Iterable[LockCheck]) -> "StoreReport":
        findings, listed, orders = [*self.findings], [*self.changed_later], 0
        for each in checks:
            findings += each.findings
            listed += each.changed_later[: LISTED_MAX - len(listed)]
            orders += bool(each.changed_later)
        return replace(
            self,
            findings=tuple(findings),
            changed_later=tuple(listed),
            orders_changed_later=self.orders_changed_later + orders,
        )

    def with_statements(self, check: StatementCheck) -> "StoreReport":
        return replace(self, lines=check.lines, findings=(*self.findings, *check.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyReport:
    """What is of all stores together: the balances, against every journal there is."""

    balances: int = 0
    journals: int = 0
    settling: int = 0
    """People to whose balances a journal was still on its way."""
    hashes: int = 0
    """Journals that were held against the hash that was kept of them."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    day: date
    made_at: datetime
    stores: tuple[StoreReport, ...]
    company: CompanyReport

    @property
    def findings(self) -> list[Finding]:
        return [
            *(each for store in self.stores for each in store.findings),
            *self.company.findings,
        ]

    @property
    def rule_changed(self) -> list[Finding]:
        return [each for store in self.stores for each in store.rule_changed]

    @property
    def changed_later(self) -> list[Finding]:
        return [each for store in self.stores for each in store.changed_later]

    @property
    def orders_changed_later(self) -> int:
        """How many orders were looked up in what a register says otherwise by now."""
        return self._sum("orders_changed_later")

    @property
    def orders_of_rule_before(self) -> int:
        """How many orders have a ledger that the money rule would change."""
        return len({each.order for each in self.rule_changed})

    @property
    def delta(self) -> dict[str, int]:
        return deltas(self.findings)

    @property
    def delta_total(self) -> int:
        """One figure for an alarm: minor units of whatever currency, and hundredths of points."""
        return sum(self.delta.values())

    @property
    def not_asked(self) -> list[StoreReport]:
        return [store for store in self.stores if store.not_asked]

    @property
    def verdict(self) -> str:
        if self.findings:
            return FOUND
        is_whole = all(
            store.agrees and not store.in_flight and not store.held for store in self.stores
        )
        asked = not any(store.has_api for store in self.not_asked)
        return CLEAN if is_whole and asked else INCOMPLETE

    @property
    def headline(self) -> str:
        """What was found, and of how many orders: what was not compared does not agree."""
        return f"{self._found}; {self.coverage}"

    @property
    def coverage(self) -> str:
        """How many of the orders that were looked at were compared, and what became of the rest."""
        looked_at, compared = self._sum("looked_at"), self._sum("compared")
        of = f"{compared:,} of " if compared < looked_at else ""
        all_orders = f"{of}{count(looked_at, 'order')} compared" if looked_at else "no orders"
        apart = {
            "in flight": sum(len(store.in_flight) for store in self.stores),
            "waiting": self._sum("held"),
            "accepted as gone": sum(len(store.accepted) for store in self.stores),
            "from before the store was ours": self._sum("earlier"),
        }
        parts = [f"{number:,} {what}" for what, number in apart.items() if number]
        if self.not_asked:
            names = ", ".join(store.store for store in self.not_asked)
            parts.append(f"{self._sum('unasked'):,} not asked ({names})")
        return ", ".join([all_orders, *parts])

    @property
    def _found(self) -> str:
        if self.findings:
            found = count(len(self.findings), "finding")
            at_stake = ", ".join(amount(value, unit) for unit, value in self.delta.items())
            return f"{found}, {at_stake} at stake" if at_stake else f"{found}, no amount at stake"
        if self._sum("looked_at") and not self._sum("compared") and self.verdict == INCOMPLETE:
            return "Nothing could be compared"
        before = count(self.orders_of_rule_before, "order")
        apart = f", but for {before} from before the money rule" if self.rule_changed else ""
        differ = [store.store for store in self.stores if not store.agrees]
        apart += f", but the figures of {', '.join(differ)} differ" if differ else ""
        is_all = self.verdict == CLEAN and not self.not_asked
        return f"Delta 0: {'everything' if is_all else 'what was compared'} agrees{apart}"

    def _sum(self, name: str) -> int:
        return sum(getattr(store, name) for store in self.stores)
