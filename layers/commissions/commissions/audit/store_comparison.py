"""One order as it is kept here beside what the store says of it, and how differences are told."""

from collections.abc import Iterator
from dataclasses import dataclass

from commissions.audit.findings import STORE, Finding
from commissions.audit.order_record import OrderRecord
from commissions.audit.store_order import StoreOrder
from commissions.audit.wording import amount


@dataclass(frozen=True, slots=True)
class StoreComparison:
    """One order as it is kept here, and as the store says it is."""

    record: OrderRecord
    store_order: StoreOrder

    def order_missing(self) -> Finding:
        total, unit = self.store_order.order.total, self.store_order.currency
        sentence = (
            f"The store has order {self.record.order_key} of {amount(total, unit)}, "
            "and we have never heard of it."
        )
        return self.finding("order_missing", "", sentence, unit, total, 0)

    def is_and_is_not(self, about: str, word: str, *, is_there: bool) -> Finding:
        there, here = ("", "not ") if is_there else ("not ", "")
        sentence = (
            f"Order {self.record.order_key} is {there}{word} in the store, and {here}{word} here."
        )
        return self.finding("order_differs", about, sentence)

    def two_amounts(
        self, about: str, of: str, what: str, there: int, here: int
    ) -> Iterator[Finding]:
        """`of`: a line, or the whole of the order."""
        unit = self.store_order.currency
        if there != here:
            sentence = (
                f"{of} of order {self.record.order_key}: {what} is {amount(there, unit)} in the "
                f"store, and {amount(here, unit)} here."
            )
            yield self.finding("order_differs", about, sentence, unit, there, here)

    def finding(  # noqa: PLR0913, PLR0917 - a finding has as many parts
        self,
        kind: str,
        about: str,
        sentence: str,
        unit: str = "",
        expected: int | None = None,
        found: int | None = None,
    ) -> Finding:
        return Finding(
            check=STORE,
            kind=kind,
            store=self.record.store,
            order=self.record.order_key,
            about=about,
            unit=unit,
            expected=expected,
            found=found,
            sentence=sentence,
        )
