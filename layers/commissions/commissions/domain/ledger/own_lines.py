"""What an order says of its lines: a parent to its copies which it has, and a copy to its parent
what of them came back. By its own facts alone: whatever others told it is left out. What those
above it told decides only whom it tells.

The version of what it says is the number of its own facts and of those that the orders above it
spoke of: it grows under the condition of the order's head.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.catalogue.sku_values import can_earn
from commissions.domain.ledger.facts import Fact, Heard
from commissions.domain.ledger.money_rules import rules_of
from commissions.domain.ledger.money_walk import VOIDED
from commissions.domain.ledger.months import as_of, business_times
from commissions.domain.ledger.order_balance import balance_of
from commissions.domain.ledger.same_lines import as_sold
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.carried_lines import (
    PARENT,
    CarriedLines,
    ComparedLine,
    LinesState,
    SaidLines,
    heard,
)
from commissions.domain.orders.continues import COMPARED, COPY, Continues
from commissions.domain.orders.copied_lines import compared_line, taken_off
from commissions.domain.orders.decision import IS_COPY, NO_COPY, WHETHER_COPY, OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

_GIVES_BACK = (OrderRefunded, OrderDisputed, OrderDecided)
ABOVE_MAX = 10
"""So many orders that stand below one another are followed."""
SHOWN_MAX = 10**9
"""What of a line came back is told exactly up to this denominator."""
NOTHING_BACK: Mapping[str, str] = {}
_StateOf = Callable[[datetime, SortedFacts], LinesState]


def said_to_copies(facts: Sequence[Fact]) -> SaidLines | None:
    """What an order says to those that may be copies of it; None before it is known."""
    own, words = _own(facts), _words(facts)
    said, known = _said(own, words, _state_with_returns), sorted_out(own)
    return replace(said, below=_below(known, found_parent(words))) if said and known else None


def said_to_parents(facts: Sequence[Fact]) -> dict[str, SaidLines]:
    """By the key of each order that any snapshot of this one ever named as its parent, or that was
    ever known to be above that, what came back of the lines that may be of that one. Nothing where
    nothing can have come back; and none of the lines to one that is not above it any more."""
    own, words = _own(facts), _words(facts)
    known = sorted_out(own)
    if known is None or not _may_speak(known, own):
        return {}
    said = _said(own, words, _child_state)
    if said is None:
        return {}
    gone = replace(said, states=(LinesState(said.states[0].since, ()),))
    named = [named_parent(order, found_parent(words)) for order in known.snapshots]
    above = [each.order_key for each in orders_above(known.latest, words)]
    parents = dict.fromkeys([*filter(None, named), *above, *heard(words, PARENT)])
    return {each: said if each in above else gone for each in parents}


def named_directly(facts: Sequence[Fact]) -> frozenset[str]:
    """The keys of all orders that any snapshot ever named as its parent."""
    found = found_parent(_words(facts))
    orders = (each.content for each in facts if isinstance(each.content, OrderPlaced))
    return frozenset(named_parent(order, found) for order in orders)


@dataclass(frozen=True, slots=True)
class OrderAbove:
    """An order of which another one may be a copy, or a part."""

    order_key: str
    as_: str
    """COPY, where anything on the way to it is one."""
    told: CarriedLines | None
    """What it said of its lines last; None before it is known."""


def orders_above(order: OrderPlaced, words: Iterable[CarriedLines]) -> Sequence[OrderAbove]:
    """The parent of an order, the one that this stands below itself, and so on, as far as they have
    said so. `words`: all that the order heard of lines."""
    told, words = parent_told(order), [*words]
    if told is None:
        return ()
    said, found = heard(words, PARENT), list[OrderAbove]()
    key, as_, passed = named_parent(order, found_parent(words)), told.as_, {order.order_key}
    while key and key not in passed and len(found) < ABOVE_MAX:
        passed.add(key)
        found.append(OrderAbove(key, as_, said.get(key)))
        above = said[key].below if key in said else None
        if above is None:
            break
        key, as_ = above.order, COPY if COPY in (as_, above.as_) else above.as_
    return found


def parent_state(
    at: datetime, known: SortedFacts, back: Mapping[str, str] = NOTHING_BACK
) -> LinesState:
    """The lines of an order that others may be copies of. What was paid in part stands: it earns
    once the rest comes. `back`: by line, what of it came back."""
    order = known.latest
    if not _stands(known):
        return LinesState(at, (), stands=False)
    gone = taken_off(as_sold(known.snapshots))
    return LinesState(at, (*lines_of(known, back),), taken_off=gone, unit=order.rounds_to)


def _state_with_returns(at: datetime, known: SortedFacts) -> LinesState:
    """To a part, a line of which nothing is left is none of the order's any more."""
    return parent_state(at, known, _came_back(known) if known.locks else NOTHING_BACK)


def _came_back(known: SortedFacts) -> Mapping[str, str]:
    shares = balance_of(known.snapshots, known.refunds, rules_of(known)).lines
    return {name: _shown(share.returned) for name, share in shares.items()}


def _below(known: SortedFacts, found: str) -> Continues | None:
    """Below which order it stands itself, as others have to know that may be copies of it."""
    told, word = parent_told(known.latest), known.decisions.copy
    if told is None or word == NO_COPY or not (is_compared(known) or word == IS_COPY):
        return None
    key = named_parent(known.latest, found)
    return Continues(key, COPY if word == IS_COPY else told.as_) if key else None


def lines_of(known: SortedFacts, back: Mapping[str, str] = NOTHING_BACK) -> list[ComparedLine]:
    """The lines of an order that may be another one's. `back`: by line, what of it came back."""
    goods = filter(can_earn, as_sold(known.snapshots)[-1].items)
    return [compared_line(item, back.get(item.line_id, "0")) for item in goods]


def is_compared(known: SortedFacts) -> bool:
    """Whether the lines of an order are compared with those of the one that it goes on with: not of
    one that was ever looked up before there was such a thing."""
    is_of_now = bool(known.locks) and all(each.compared for each in known.locks)
    return is_of_now and parent_told(known.latest) is not None


def parent_told(order: OrderPlaced) -> Continues | None:
    """With which other order's lines those of a snapshot may be compared, and as what."""
    told = order.continues
    is_named = told is not None and bool(told.order or told.number)
    return told if told and is_named and told.as_ in COMPARED else None


def _own(facts: Iterable[Fact]) -> list[Fact]:
    return [each for each in facts if not isinstance(each.content, Heard)]


def _words(facts: Iterable[Fact]) -> list[CarriedLines]:
    return [each.content for each in facts if isinstance(each.content, CarriedLines)]


def _said(
    own: Sequence[Fact], words: Iterable[CarriedLines], state_of: _StateOf
) -> SaidLines | None:
    """How it was at each moment at which anything happened, where that changed it."""
    states: list[LinesState] = []
    known = None
    for at in sorted({time for each in own for time in business_times(each.content)}):
        if known := sorted_out(as_of(at, own)):
            state = state_of(at, known)
            if not states or replace(state, since=states[-1].since) != states[-1]:
                states.append(state)
    if known is None:
        return None
    order = known.latest
    version = len(own) + sum(each.version for each in heard(words, PARENT).values())
    return SaidLines(
        source=order.order_key, source_ts=order.order_ts, version=version, states=tuple(states)
    )


def named_parent(order: OrderPlaced, found: str) -> str:
    """The key of the order below which it stands. `found`: which one was found by its number, where
    the shop names it by that alone."""
    told = parent_told(order)
    return told.order or found if told else ""


def found_parent(heard: Iterable[CarriedLines]) -> str:
    """The key of the first order that said of its lines what this one heard; empty before that."""
    first = min(
        (each for each in heard if each.role == PARENT),
        key=lambda each: (each.source_ts, each.source),
        default=None,
    )
    return first.source if first else ""


def _may_speak(known: SortedFacts, own: Iterable[Fact]) -> bool:
    """Whether anything of it can ever have been said to a parent; once so, it stays so."""
    contents = [each.content for each in own]
    if any(isinstance(each, OrderDecided) and each.about == WHETHER_COPY for each in contents):
        return True
    told = [each.continues for each in known.snapshots if parent_told(each)]
    if not is_compared(known) or all(each is None or each.as_ != COPY for each in told):
        return False
    if len({each.order or each.number for each in told if each}) > 1:
        return True
    is_gone = any(item.removed for order in known.snapshots for item in order.items)
    return is_gone or any(isinstance(each, _GIVES_BACK) for each in contents)


def _stands(known: SortedFacts) -> bool:
    order = known.latest
    if not known.looked_up or order.test or order.status == VOIDED:
        return False
    policies = (*known.locks, *known.looked_up)[0].policies
    return not (known.cancelled and policies.cancellation == "reverse_all")


def _child_state(at: datetime, known: SortedFacts) -> LinesState:
    """None of its lines where a person said that it is no copy; nor of a part, or of an order that
    was placed anew, unless one said that it is."""
    told, word = parent_told(known.latest), known.decisions.copy
    may_be = told and ((told.as_ == COPY and is_compared(known)) or word == IS_COPY)
    if not told or not may_be or not known.locks or word == NO_COPY:
        return LinesState(at, ())
    is_copy = word == IS_COPY or not told.by_lines
    lines = (*lines_of(known, _came_back(known)),)
    return LinesState(at, lines, unit=known.latest.rounds_to, is_copy=is_copy)


def _shown(share: Fraction) -> str:
    return str(share.limit_denominator(SHOWN_MAX))
