"""What an order says of its lines: a parent to its copies which it has, and a copy to its parent
what of them came back. By its own facts alone: whatever others told it is left out.

The version of what it says is the number of those facts that decide it: it grows under the
condition of the order's head, and does not move when others speak.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.catalogue.sku_values import can_earn
from commissions.domain.ledger.facts import Fact, Heard
from commissions.domain.ledger.money_rules import rules_of
from commissions.domain.ledger.money_walk import VOIDED
from commissions.domain.ledger.months import as_of, business_times
from commissions.domain.ledger.order_balance import balance_of
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.carried_lines import PARENT, CarriedLines, LinesState, SaidLines
from commissions.domain.orders.continues import COMPARED, COPY, Continues
from commissions.domain.orders.copied_lines import compared_line, taken_off
from commissions.domain.orders.decision import IS_COPY, NO_COPY, WHETHER_COPY, OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.sales.attribution import Lock

_OF_PARENT = (OrderPlaced, Lock, OrderCancelled, OrderDecided)
"""What decides which lines an order has, and whether it stands: no refund does."""
_GIVES_BACK = (OrderRefunded, OrderDisputed, OrderDecided)
SHOWN_MAX = 10**9
"""What of a line came back is told exactly up to this denominator."""
_StateOf = Callable[[datetime, SortedFacts], LinesState]


def said_to_copies(facts: Sequence[Fact]) -> SaidLines | None:
    """What an order says to those that may be copies of it; None before it is known."""
    own = _own(facts)
    version = sum(isinstance(each.content, _OF_PARENT) for each in own)
    return _said(own, version, parent_state)


def said_to_parents(facts: Sequence[Fact]) -> dict[str, SaidLines]:
    """By the key of each order that any snapshot of this one ever named as its parent, what came
    back of the lines that may be of that one. Nothing where nothing can have come back; and none of
    the lines to one that is not its parent any more."""
    own = _own(facts)
    known = sorted_out(own)
    if known is None or not _may_speak(known, own):
        return {}
    said = _said(own, len(own), _child_state)
    if said is None:
        return {}
    gone = replace(said, states=(LinesState(said.states[0].since, ()),))
    found = found_parent(each.content for each in facts if isinstance(each.content, CarriedLines))
    named = [named_parent(order, found) for order in known.snapshots]
    parents = dict.fromkeys(filter(None, named))
    return {each: said if each == named[-1] else gone for each in parents}


def parent_state(at: datetime, known: SortedFacts) -> LinesState:
    """The lines of an order that others may be copies of. What was paid in part stands: it earns
    once the rest comes."""
    order = known.latest
    if not _stands(known):
        return LinesState(at, (), stands=False)
    lines = tuple(map(compared_line, filter(can_earn, order.items)))
    return LinesState(at, lines, taken_off=taken_off(known.snapshots), unit=order.rounds_to)


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


def _said(own: Sequence[Fact], version: int, state_of: _StateOf) -> SaidLines | None:
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
    shares = balance_of(known.snapshots, known.refunds, rules_of(known)).lines
    lines = tuple(
        compared_line(item, _shown(shares[item.line_id].returned))
        for item in known.latest.items
        if can_earn(item)
    )
    is_copy = word == IS_COPY or not told.by_lines
    return LinesState(at, lines, unit=known.latest.rounds_to, is_copy=is_copy)


def _shown(share: Fraction) -> str:
    return str(share.limit_denominator(SHOWN_MAX))
