"""Which of what is parked somebody looks at, as a link says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AGES = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
"""By the word in a link, for how long at least it waits."""


def store_of(order_key: str) -> str:
    """The store's id in an order's key, `shopify/tea-us/1001`; empty of what is of no order."""
    return order_key.split("/")[1] if order_key.count("/") > 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedFilter:
    """Empty is all."""

    reason: str = ""
    store_id: str = ""
    waits_for: str = ""
    """What records wait for, as its text form has it."""
    age: str = ""
    """One of AGES; another is none."""
    order_key: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.reason, self.store_id, self.waits_for, self.age, self.order_key))

    def fits(
        self,
        *,
        reason: str,
        order_key: str,
        waits_for: str,
        since: datetime,
        now: datetime,
    ) -> bool:
        wanted = (
            (self.reason, reason),
            (self.store_id, store_of(order_key)),
            (self.waits_for, waits_for),
            (self.order_key, order_key),
        )
        least = AGES.get(self.age, timedelta())
        return all(said in ("", is_) for said, is_ in wanted) and now - since >= least

    @property
    def words(self) -> dict[str, str]:
        """As parameters of a link, without what is empty; `reason` is what forms ask people for."""
        said = {
            "cause": self.reason,
            "store": self.store_id,
            "waits": self.waits_for,
            "age": self.age,
            "order": self.order_key,
        }
        return {name: word for name, word in said.items() if word}
