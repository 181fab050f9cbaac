"""The report of a reconciliation: what was compared, what was found, and what that means."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from commissions.audit.figures import Figures, Pair
from commissions.audit.findings import Finding, deltas
from commissions.audit.order_check import Deferred, Examined
from commissions.audit.statement_check import StatementCheck
from commissions.audit.wording import amount, count

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
    """Of all orders looked at: orders with anything due, and with journals; what is owed."""
    lines: Pair = field(default_factory=Pair)
    """Of statements."""
    earlier: int = 0
    """Orders of the store from before it was ours: not expected here."""
    looked_at: int = 0
    """Orders: those of the day, and others to which something happened on it."""
    facts: int = 0
    journals: int = 0
    in_flight: tuple[Deferred, ...] = ()
    waiting: tuple[Deferred, ...] = ()
    listed: tuple[Deferred, ...] = ()
    """What somebody has to see of any of its orders, whenever placed: it holds nothing up, and
    hides nothing here."""
    findings: tuple[Finding, ...] = ()
    rule_changed: tuple[Finding, ...] = ()
    """What differs in ledgers that were written before the money rule: apart from findings."""

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
            facts=figures.facts,
            journals=figures.journals,
            in_flight=tuple(order for each in examined for order in each.in_flight),
            waiting=tuple(order for each in examined for order in each.waiting),
            findings=(*(found for each in examined for found in each.findings), *self.findings),
            rule_changed=tuple(found for each in examined for found in each.rule_changed),
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
        return INCOMPLETE if any(store.has_api for store in self.not_asked) else CLEAN

    @property
    def headline(self) -> str:
        if not self.findings:
            asked = "" if self.verdict == CLEAN else ", as far as it could be asked"
            before = count(self.orders_of_rule_before, "order")
            apart = f", but for {before} from before the money rule" if self.rule_changed else ""
            return f"Delta 0: everything agrees{asked}{apart}"
        found = count(len(self.findings), "finding")
        at_stake = ", ".join(amount(value, unit) for unit, value in self.delta.items())
        return f"{found}, {at_stake} at stake" if at_stake else f"{found}, no amount at stake"
