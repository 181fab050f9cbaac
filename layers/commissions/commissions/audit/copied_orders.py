"""Orders that stand for another one, read by another road than the ledger's: which lines of such an
order its parent sold, and what of a parent's lines came back by others."""

from collections import Counter
from fractions import Fraction

from commissions.audit.order_history import OrderHistory
from commissions.audit.parent_lines import COPY, OWN, UNSURE, ParentLines, SoldLine, sold_lines
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.continues import Continues

MAY_STAND = ("copy", "part", "recreated")
PARENT, CHILD = "parent", "child"


def waits_for_parent(history: OrderHistory) -> bool:
    """Whether nobody knows anything of the order that it may be a copy of."""
    told = below(history)
    if not told or told.as_ != COPY or copy_by_word(history):
        return False
    return parent_of(history) not in last_heard(history, PARENT)


def lines_elsewhere(history: OrderHistory) -> dict[str, str]:
    """By the id of each line that earns nothing here: COPY, or UNSURE."""
    told, order, said = below(history), history.order, copy_by_word(history)
    parent = last_heard(history, PARENT).get(parent_of(history)) if told else None
    if not told or order is None or said == "no" or not (said or parent):
        return {}
    sold = sold_lines(order.items)
    stands = ParentLines.told(parent.states[-1]) if parent else ParentLines(stands=False)
    if said == "yes" or (stands.stands and told.as_ == COPY and not told.by_lines):
        return {line.line_id: COPY for line in sold}
    if not stands.stands:
        return {}
    whose = stands.whose(sold, order.order_ts, order.rounds_to)
    if told.as_ == COPY:
        return {name: how for name, how in whose.items() if how != OWN}
    return {name: UNSURE for name, how in whose.items() if how == COPY}


def back_by_copies(history: OrderHistory) -> dict[str, Fraction]:
    """Of each line, the most that any copy of it says came back."""
    heard = last_heard(history, CHILD)
    own = ParentLines.of(history) if heard else ParentLines(stands=False)
    claims: Counter[str] = Counter()
    found: dict[str, Fraction] = {}
    for child in sorted(heard.values(), key=lambda each: (each.source_ts, each.source)):
        state = child.states[-1]
        backs = {line.line_id: Fraction(line.back) for line in state.lines}
        for line in _copies(child, own):
            if places := _places(line, own, state.unit):
                place = min(places, key=lambda each: claims[each.line_id]).line_id
                claims[place] += 1
                found[place] = max(backs[line.line_id], found.get(place, Fraction(0)))
    return {name: share for name, share in found.items() if share}


def goes_on(history: OrderHistory) -> Continues | None:
    """With which order it goes on; of before copies were read, with none of which it is one."""
    told = history.order.continues if history.order else None
    before = [lock for lock in history.locks_by_time if not lock.compared]
    return None if before and told and told.as_ == COPY else told


def below(history: OrderHistory) -> Continues | None:
    """Below which order it stands, by locks of a time in which their lines were compared, or as a
    person said."""
    told, locks = history.order.continues if history.order else None, history.locks_by_time
    if told is None or told.as_ not in MAY_STAND or not told.order + told.number:
        return None
    is_of_now = bool(locks) and all(lock.compared for lock in locks)
    return told if is_of_now or copy_by_word(history) == "yes" else None


def parent_of(history: OrderHistory) -> str:
    """The key of the order below which it stands. Of one that is named by its number it is known
    once that has spoken: of several, the one that was placed first."""
    told = below(history)
    if told is None or told.order:
        return told.order if told else ""
    words = last_heard(history, PARENT).values()
    return min(((word.source_ts, word.source) for word in words), default=(None, ""))[1]


def last_heard(history: OrderHistory, role: str) -> dict[str, CarriedLines]:
    """By the order that said it. `role`: what that is to this one."""
    words = sorted(history.heard_lines.values(), key=lambda each: each.version)
    return {each.source: each for each in words if each.role == role}


def copy_by_word(history: OrderHistory) -> str:
    """`yes` or `no`, as a person said; empty where nobody did, or took it back."""
    said = history.decided("copy").get("")
    return said.answer if said else ""


def _copies(child: CarriedLines, own: ParentLines) -> list[SoldLine]:
    """The lines of a child that the parent sold."""
    state = child.states[-1]
    lines = [SoldLine.told(each) for each in state.lines]
    if not own.stands or state.is_copy:
        return lines if own.stands else []
    whose = own.whose(lines, child.source_ts, state.unit)
    return [line for line in lines if whose[line.line_id] == COPY]


def _places(line: SoldLine, own: ParentLines, unit: int) -> list[SoldLine]:
    """Those of the parent's lines that it may be the copy of, the likest first."""
    unit = max(unit, own.rounded_to)
    like = [each for each in own.lines if each.is_like(line, unit)]
    like = like or [each for each in own.lines if each.product == line.product]
    return sorted(like, key=line.off)
