"""Whose sale an order is, read from its facts by another road than the ledger's: every match is
given its place in the table, and the foremost one has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from commissions.audit.customer_memory import CustomerMemory
from commissions.audit.order_history import OrderHistory
from commissions.audit.standing_words import standing_words
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import Policies

WAITS_FOR_NO_CODE = ("discount_code", "coupon_code")
OF_BUYER = {"linked_account": 3, "placement": 7}
"""Places that only the snapshot has which says who bought."""
OF_ORDER = {"site_owner": 4, "original": 5}
DECIDED, CONTINUED = 2, 5.5
"""Of what the original says: by a person's word, and by what it names."""
RENEWED, KEPT, PROMPT, LATE, UNDER_CONTRACT, REMEMBERED = 6, 7.5, 8, 9, 10, 11
CARRIERS = {"customer": "customer_of", "contract": "contract", "original": "original"}


@dataclass(frozen=True, slots=True)
class OrderCredit:
    """Who has the order, and for whom it was bought."""

    seller: str
    buyer: str
    buyer_class: str
    carrier: str
    line: Sequence[Ancestor]
    code: str = ""
    registered_at: datetime | None = None
    enrolled_for: timedelta | None = None
    """For how long the buyer had been a member; None where nobody knows."""
    override: str = ""
    """A person's word by which it is so: which, of when, by whom and why."""
    source: str = ""
    source_ts: datetime | None = None

    @property
    def is_own(self) -> bool:
        return self.seller != "" and self.seller == self.buyer


def order_credit(history: OrderHistory) -> OrderCredit:
    """Of an order that something was looked up for."""
    first = history.locks_by_time[0]
    if words := standing_words(history.overrides):
        return _by_word(words[-1], _buyers(history)[:1])
    if first.seller is not None:
        return _by_lock(first)
    matches = history.matches_by_time
    if not matches:
        raise ValueError("nothing says whose the order is")
    buyer = _who_bought(history, matches)
    own = [*_places(history, matches, buyer, first.policies.late_referral_hours)]
    memory = CustomerMemory.of(history)
    names = bool(own) and min(own)[0][0] in (PROMPT, LATE) and not memory.is_machine_made
    if names or memory.customer():
        buyer = _as_member(buyer)
    places: dict[tuple[Any, ...], ReferralMatch | CarriedAttribution] = {
        place: matches[number] for place, number in own
    }
    places |= _carried_places(memory, first.policies)
    if not places:
        return OrderCredit("", buyer.buyer, buyer.buyer_class, "", ())
    return _of(places[min(places)], buyer)


def named_itself(history: OrderHistory) -> ReferralMatch | None:
    """Whom a referral of its own names, of an order that something was looked up for; None where
    nothing does, or where a person, or something else than a referral, says whose it is."""
    matches = history.matches_by_time
    if not matches or standing_words(history.overrides):
        return None
    hours = history.locks_by_time[0].policies.late_referral_hours
    own = [*_places(history, matches, _who_bought(history, matches), hours)]
    foremost = min(own, default=None)
    return matches[foremost[1]] if foremost and foremost[0][0] in (PROMPT, LATE) else None


def credits_said(history: OrderHistory) -> list[OrderCredit]:
    """Each that the order may ever have had, by any of what was looked up."""
    matches = history.found_by_time
    named: dict[tuple[object, ...], ReferralMatch | CarriedAttribution] = {
        (each.seller, each.carrier, each.line, each.code, each.registered_at): each
        for each in matches
    }
    named |= {
        (each.source, each.version, each.history, each.merged, each.merged_at): each
        for each in history.carried.values()
    }
    may_be = [*matches, *map(_as_member, matches)]
    buyers = {(each.buyer, each.buyer_class): each for each in may_be}
    found = [_of(each, buyer) for each in named.values() for buyer in buyers.values()]
    said = [each for each in history.overrides.values() if not each.takes_back]
    said = [each for each in said if each.scope != "later"]
    found += [
        _by_word(each, who) for each in said for who in [[], *([it] for it in buyers.values())]
    ]
    return [*found, *(OrderCredit("", *who, "", ()) for who in buyers)]


def is_said_whose(history: OrderHistory) -> bool:
    """Whether anything says it: what goes on by a person's word alone is nobody's to pay when that
    is taken back."""
    return bool(history.matches_by_time or standing_words(history.overrides))


def _buyers(history: OrderHistory) -> list[ReferralMatch]:
    """Who bought, where any snapshot says it: for a lock of before, as that one has it."""
    matches, first = history.matches_by_time, history.locks_by_time[0]
    if first.seller is not None:
        return [each for each in matches if each.order_version == first.order_version][:1]
    if not matches:
        return []
    buyer = _who_bought(history, matches)
    return [_as_member(buyer) if CustomerMemory.of(history).customer() else buyer]


def _as_member(buyer: ReferralMatch) -> ReferralMatch:
    """Who has a place in the tree, since somebody said whose customer they are."""
    return replace(buyer, buyer=buyer.buyer or buyer.placed_as)


def _by_word(word: AttributionOverride, buyer: Sequence[ReferralMatch]) -> OrderCredit:
    names = [word.by, *([word.approved_by] if word.approved_by else [])]
    said = f"{word.override_id} of {word.decided_at.date()} ({', '.join(names)}): {word.why}"
    who = buyer[0] if buyer else word
    sold_at = buyer[0].order_ts if buyer else word.effective_at
    return OrderCredit(
        word.seller,
        who.buyer,
        who.buyer_class,
        "override",
        word.line,
        enrolled_for=sold_at - who.enrolled_at if who.enrolled_at else None,
        override=said,
    )


def _of(found: ReferralMatch | CarriedAttribution, buyer: ReferralMatch) -> OrderCredit:
    enrolled_for = buyer.order_ts - buyer.enrolled_at if buyer.enrolled_at else None
    bought = buyer.buyer, buyer.buyer_class
    if isinstance(found, CarriedAttribution):
        return OrderCredit(
            found.seller,
            *bought,
            CARRIERS[found.kind],
            found.line,
            found.code,
            enrolled_for=enrolled_for,
            source=found.source,
            source_ts=found.source_ts,
        )
    by = found.code, found.registered_at
    return OrderCredit(found.seller, *bought, found.carrier, found.line, *by, enrolled_for)


def _carried_places(
    memory: CustomerMemory, policies: Policies
) -> dict[tuple[Any, ...], CarriedAttribution]:
    """Where what earlier orders said stands among the rest."""
    found: dict[tuple[Any, ...], CarriedAttribution] = {}
    if original := memory.original():
        found[DECIDED if original.decided else CONTINUED,] = original
    if under := memory.contract():
        found[RENEWED if memory.is_machine_made else UNDER_CONTRACT,] = under
    if customer := memory.customer():
        found[KEPT if policies.another_referral == "keep" else REMEMBERED,] = customer
    return found


def _by_lock(lock: Lock) -> OrderCredit:
    people = lock.seller or "", lock.buyer or "", lock.buyer_class or "", lock.carrier or ""
    return OrderCredit(*people, lock.line or ())


def _who_bought(history: OrderHistory, matches: Sequence[ReferralMatch]) -> ReferralMatch:
    told = {order.version for order in history.snapshots.values() if order.customer}
    with_customer = [each for each in matches if each.order_version in told]
    return (with_customer or [*matches])[0]


def _places(
    history: OrderHistory, matches: Sequence[ReferralMatch], buyer: ReferralMatch, hours: int
) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The place of each match that has one, with its number."""
    window = timedelta(hours=hours)
    known = [_moment(each) for each in matches if not _was_waited_for(each)]
    ends = known[0] + window if known else None
    for number, each in enumerate(matches):
        if each.carrier in OF_BUYER:
            if each is buyer:
                yield (OF_BUYER[each.carrier], number), number
        elif each.carrier in OF_ORDER:
            yield (OF_ORDER[each.carrier], number), number
        elif each.seller and (ends is None or _moment(each) <= ends):
            if each.registered_at is None:
                yield (PROMPT, number), number
            elif _was_waited_for(each) or each.registered_at - _moment(each) <= window:
                yield (LATE, each.registered_at, number), number


def _was_waited_for(match: ReferralMatch) -> bool:
    return match.registered_at is not None and match.carrier not in WAITS_FOR_NO_CODE


def _moment(match: ReferralMatch) -> datetime:
    return datetime.fromisoformat(match.order_version.split("~")[0])
