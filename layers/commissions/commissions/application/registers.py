"""What is looked up for an order: the registers that a company keeps, wherever they are kept.

`commissions.tables` has them in DynamoDB, one module for each step, so that a function is given no
table that it does not read; `application.preview` has them in memory. One contract test runs both.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.people.member import Resolved
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import PlanRef, Rate
from commissions.domain.sales.customer_place import CustomerPlace
from commissions.domain.stores.store import Store


class ValueRegisters(Protocol):
    """What says how much the lines of an order are worth."""

    def store(self, store_id: str) -> Store:
        """Raises UnknownStore."""

    def values_in_force(
        self, store_id: str, keys: Iterable[str], at: datetime
    ) -> Mapping[str, SkuValue]:
        """The values in force at a moment, by key; what has none is left out."""


class SaleRegisters(Protocol):
    """What says whose sale an order was, who stood above, and by which plan and rate it is paid."""

    def store(self, store_id: str) -> Store:
        """Raises UnknownStore."""

    def resolve(self, codes: Iterable[str], store_id: str, customer: str) -> Resolved:
        """Whose the referral codes are and were, and who a store's customer is."""

    def line(self, member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
        """The member and who stands above, nearest first. Raises UnknownMember, NotYetAMember."""

    def decided_line(self, member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
        """The same, if the company itself says under whom the member stands then; else nobody."""

    def plan_in_force(self, plan_id: str, at: datetime) -> Plan | None: ...

    def rate(self, currency: str, base: str, day: date) -> Rate | None:
        """The rate of the day, or of the latest day within RATE_AGE_MAX before it."""


class Registers(ValueRegisters, SaleRegisters, Protocol):
    """All of them."""

    def keep(self, store_id: str, customer: str, places: Sequence[CustomerPlace]) -> bool:
        """Has a customer stand there, or nowhere; False where they do."""

    def plan(self, ref: PlanRef) -> Plan:
        """A version that was locked with an order. Raises UnknownPlan."""
