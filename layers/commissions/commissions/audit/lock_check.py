"""Whether all that was looked up for an order is what the registers said of its time: seller,
buyer, line above, values, rate, plan, policies. No lock is believed: what it says is worked out
again by another road, as of the order, and by what can have been known when it was looked up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.audit.kept_inbox import KeptInbox
from commissions.audit.known_then import LookUpSpan
from commissions.audit.lock_match import MatchToCheck, wrong_line, wrong_people
from commissions.audit.lock_mismatch import TERMS, Mismatch
from commissions.audit.lock_parts import wrong_wholes
from commissions.audit.lock_terms import SettingsKnown, wrong_terms
from commissions.audit.lock_worth import wrong_values
from commissions.audit.order_record import FactOrigin, OrderRecord
from commissions.audit.people_of_locks import people_of
from commissions.audit.register_rows import RegisterRows
from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

LATER = "later"
"""The scope of a person's word that says nothing of the order that it is kept with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistersAndInbox:
    """What an order is checked against."""

    rows: RegisterRows
    inbox: Mapping[str, KeptInbox]
    """By id those items that there are."""
    is_erased: Callable[[str], bool]
    """Whether a customer of the store, by hash, was erased."""
    order_of: Callable[[str], OrderRecord]
    """Another order, by its key: asked of what pays a part of another order's goods."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fact with what of it the registers do not say."""

    fact: Fact
    mismatch: Mismatch


def check_locks(record: OrderRecord, registers: RegistersAndInbox) -> list[Wrong]:
    return [*_LocksOfOrder(record, registers).wrong()]


class _LocksOfOrder:
    def __init__(self, record: OrderRecord, registers: RegistersAndInbox) -> None:
        self.record, self.registers = record, registers
        contents = [each.content for each in record.facts]
        self.told = {each.version: each for each in contents if isinstance(each, OrderPlaced)}
        words = [each for each in contents if isinstance(each, AttributionOverride)]
        self.has_word = any(each.scope != LATER for each in words)
        self.written = {
            each.fact_id: record.origins[each.fact_id].written
            for each in record.facts
            if each.fact_id in record.origins
        }

    def wrong(self) -> Iterator[Wrong]:
        for fact in self.record.facts:
            origin = self.record.origins.get(fact.fact_id)
            if origin:
                yield from (Wrong(fact, each) for each in self._of(fact, origin))

    def _of(self, fact: Fact, origin: FactOrigin) -> Iterator[Mismatch]:
        match fact.content:
            case Lock() as lock:
                yield from self._of_lock(fact, lock, origin)
            case ReferralMatch() as match:
                yield from self._of_match(match, origin, is_of_lock=False)
            case CarriedAttribution() as carried if carried.seller:
                look_up = self._look_up(origin, carried.order_ts)
                yield from self._line(carried, [carried.order_ts], look_up)
            case AttributionOverride() as word if word.seller and word.scope != LATER:
                yield from self._of_word(word, origin)

    def _of_lock(self, fact: Fact, lock: Lock, origin: FactOrigin) -> Iterator[Mismatch]:
        order = self.told.get(lock.order_version)
        if order is None:
            yield _of_no_snapshot(lock.order_version)
            return
        look_up, rows = self._look_up(origin, order.updated_at), self.registers.rows
        settings = SettingsKnown.of(rows.settings, look_up)
        yield from wrong_terms(lock, order, rows, settings, look_up)
        yield from wrong_values(lock, order, rows, self._earlier(fact), look_up)
        yield from wrong_wholes(lock, order, self.registers.order_of)
        if people := people_of(lock):
            yield from self._of_match(people, origin, is_of_lock=True)

    def _of_match(
        self, match: ReferralMatch, origin: FactOrigin, *, is_of_lock: bool
    ) -> Iterator[Mismatch]:
        order = self.told.get(match.order_version)
        if order is None:
            yield _of_no_snapshot(match.order_version)
            return
        look_up, rows = self._look_up(origin, order.updated_at), self.registers.rows
        case = MatchToCheck(
            match=match,
            order=order,
            is_of_lock=is_of_lock,
            has_word=self.has_word,
            is_erased=lambda: self.registers.is_erased(order.customer),
        )
        yield from wrong_people(case, rows, SettingsKnown.of(rows.settings, look_up), look_up)

    def _of_word(self, word: AttributionOverride, origin: FactOrigin) -> Iterator[Mismatch]:
        """It was looked up when it was drafted: how long two people took, nobody asks."""
        placed = sorted({each.order_ts for each in self.told.values()})
        if placed:
            look_up = LookUpSpan.made(placed[0], origin.written, is_of_before=origin.is_of_before)
            yield from self._line(word, placed, look_up)

    def _line(
        self,
        said: CarriedAttribution | AttributionOverride,
        moments: Sequence[datetime],
        look_up: LookUpSpan,
    ) -> Iterator[Mismatch]:
        """Of what people or other orders said the line alone is looked up, as of when the order was
        placed: as of any of its moments, where the store moved it."""
        rows = self.registers.rows
        found = [[*wrong_line(said.seller, said.line, at, rows, look_up)] for at in moments]
        yield from min(found, key=lambda wrong: sum(not each.is_changed_later for each in wrong))

    def _look_up(self, origin: FactOrigin, asked: datetime) -> LookUpSpan:
        """Made after what it was made for had come in; where nobody knows when, after `asked`."""
        item = self.registers.inbox.get(origin.inbox)
        came = asked if item is None else item.received_at
        return LookUpSpan.made(came, origin.written, is_of_before=origin.is_of_before)

    def _earlier(self, fact: Fact) -> Sequence[Lock]:
        """The other locks of the order that were written before."""
        at = self.written[fact.fact_id]
        return [
            each.content
            for each in self.record.facts
            if isinstance(each.content, Lock) and self.written.get(each.fact_id, at) < at
        ]


def _of_no_snapshot(version: str) -> Mismatch:
    return Mismatch(
        kind=TERMS, says=f"a snapshot of {version.partition('~')[0]}", due="none of that moment"
    )
