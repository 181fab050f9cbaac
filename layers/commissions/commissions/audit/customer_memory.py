"""Who had named an order's customer before, read from what the order heard by another road than
the ledger's: from hand to hand, each holding for its time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.audit.copied_orders import goes_on
from commissions.audit.order_history import OrderHistory
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.stores.store import Policies

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CustomerMemory:
    """What one order heard of its customer, and of what it is placed under."""

    history: OrderHistory
    policies: Policies
    placed: tuple[datetime, str]
    is_machine_made: bool

    @classmethod
    def of(cls, history: OrderHistory) -> "CustomerMemory":
        """Of an order that something was looked up for."""
        order = history.order
        if order is None:
            raise ValueError("no snapshot of the order is known")
        policies = history.locks_by_time[0].policies
        placed = order.order_ts, order.order_key
        if order.continues and order.continues.as_ == "instalment":
            # Of one sale with the order that it pays on for.
            heard = [each for each in history.carried.values() if each.kind == "original"]
            placed = max([(each.source_ts, each.source) for each in heard] or [placed])
        return cls(history, policies, placed, goes_on(history) is not None)

    def contract(self) -> CarriedAttribution | None:
        """What was said first under the same contract."""
        named = [each.contract for each in self._paid() if each.contract]
        if not named:
            return None
        heard = self._heard(contract_name(self._store, named[0]))
        if not heard:
            return None
        holder, began = self._holder(), (heard[0].source_ts, heard[0].source)
        people = [(each.source_ts, each.source) for each in self._of_customer() if each.decided]
        if holder and max(people, default=began) > began:
            return holder if holder.seller else None
        return heard[0]

    def original(self) -> CarriedAttribution | None:
        """What was said of the order that this one goes on with, by a person or by itself; of
        several in a row, of the last one that anything is said of."""
        if not self.is_machine_made:
            return None
        told = [each for each in self.history.carried.values() if each.kind == "original"]
        words = {each.source: each for each in sorted(told, key=lambda each: each.version)}
        while words:
            nearest = words.pop(max(words, key=lambda name: (words[name].source_ts, name)))
            if nearest.seller or nearest.decided:
                return nearest
        return None

    def customer(self) -> CarriedAttribution | None:
        """Whose the customer is just before the order."""
        holder = self._holder()
        return holder if holder and holder.seller else None

    def _of_customer(self) -> list[CarriedAttribution]:
        named = [each.customer for each in self._paid() if each.customer]
        return self._heard(customer_name(self._store, named[0])) if named else []

    def _holder(self) -> CarriedAttribution | None:
        """The last that the customer went to and that lasts; it may be nobody, by decision."""
        if self.policies.remember_referrer == "never":
            return None
        heard = self._of_customer()
        holder = heard[0] if heard else None
        while holder:
            later = heard[heard.index(holder) + 1 :]
            follower = next((each for each in later if self._follows(each, holder)), None)
            if follower is None:
                return holder if self._lasts(holder, self.placed[0]) else None
            holder = follower
        return None

    @property
    def _store(self) -> str:
        return self.placed[1].split("/")[1]

    def _paid(self) -> Sequence[OrderPlaced]:
        told = {order.version: order for order in self.history.snapshots_by_time}
        versions = [lock.order_version for lock in self.history.locks_by_time]
        return [told[each] for each in versions if each in told]

    def _heard(self, name: str) -> list[CarriedAttribution]:
        """What the order heard that stands: each source's last word, the earliest source first."""
        digest = digest_of(name)
        heard = [
            each
            for each in self.history.carried.values()
            if each.history == digest and not (each.merged_at and self.placed[0] < each.merged_at)
        ]
        last = {
            (each.source, each.merged): each
            for each in sorted(heard, key=lambda each: each.version)
        }
        earlier = [each for each in last.values() if (each.source_ts, each.source) < self.placed]
        return sorted(
            (each for each in earlier if each.seller or each.decided),
            key=lambda each: (each.source_ts, each.source),
        )

    def _follows(self, each: CarriedAttribution, holder: CarriedAttribution) -> bool:
        """Whether the customer goes from one to another."""
        anew = self.policies.another_referral == "rebind" and (
            self.policies.rebinds == "any" or not each.forgeable
        )
        free = holder.seller == "" or not self._lasts(holder, each.source_ts)
        return anew or each.decided or free

    def _lasts(self, holder: CarriedAttribution, until: datetime) -> bool:
        days = self.policies.remember_referrer
        return isinstance(days, str) or until - holder.source_ts < days * DAY


def digest_of(name: str) -> str:
    """What facts name a history by."""
    return hashlib.sha256(f"attribution history|v1|{name}".encode()).hexdigest()[:32]


def customer_name(store_id: str, customer: str) -> str:
    return f"customer/{store_id}/{customer}"


def contract_name(store_id: str, contract: str) -> str:
    digest = hashlib.sha256(f"contract|v1|{store_id}|{contract}".encode()).hexdigest()[:32]
    return f"contract/{store_id}/{digest}"
