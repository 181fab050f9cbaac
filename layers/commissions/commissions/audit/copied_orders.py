"""Orders that stand for another one, read by another road than the ledger's: which lines of such an
order its parent sold, and what of a parent's lines came back by others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from commissions.audit.order_history import OrderHistory
from commissions.audit.parent_lines import COPY, OWN, UNSURE, ParentLines, SoldLine, sold_lines
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.order import OrderPlaced

MAY_STAND = ("copy", "part", "recreated")
PARENT, CHILD = "parent", "child"
AT_ONCE = timedelta(days=2)
"""Copies are made with the order: what is placed later may be another sale of the same."""
STEPS_MAX = 10
"""So many orders that stand below one another count."""


@dataclass(frozen=True, slots=True)
class Upper:
    """An order above another one."""

    key: str
    is_copied: bool
    """Whether that is a copy of it, or a copy of a copy; else a part, or it was placed anew."""
    word: CarriedLines | None
    """What it said of its lines."""


def uppers(history: OrderHistory) -> list[Upper]:
    """Its parent, the parent of that one, as it said, and so on."""
    told, words = below(history), last_heard(history, PARENT)
    step = Continues(parent_of(history), told.as_) if told else None
    found: list[Upper] = []
    passed = {history.order.order_key if history.order else ""}
    while step and step.order and step.order not in passed and len(found) < STEPS_MAX:
        passed.add(step.order)
        is_copied = step.as_ == COPY or any(each.is_copied for each in found)
        found.append(Upper(step.order, is_copied, words.get(step.order)))
        word = found[-1].word
        step = word.below if word else None
    return found


def waits_for_parent(history: OrderHistory) -> bool:
    """Whether nobody knows anything of an order that it may be a copy of."""
    told = below(history)
    if not told or copy_by_word(history):
        return False
    return any(each.is_copied and each.word is None for each in uppers(history))


def lines_elsewhere(history: OrderHistory) -> dict[str, str]:
    """By the id of each line that earns nothing here: COPY, or UNSURE."""
    told, order, said = below(history), history.order, copy_by_word(history)
    if not told or order is None or said == "no":
        return {}
    sold, found = sold_lines(history), dict[str, str]()
    if said == "yes":
        return {line.line_id: COPY for line in sold}
    for each in uppers(history):
        for name, how in _of_upper(each, told, order, sold).items():
            found[name] = COPY if COPY in (how, found.get(name)) else how
    return found


def _of_upper(
    upper: Upper, told: Continues, order: OrderPlaced, sold: Sequence[SoldLine]
) -> dict[str, str]:
    stands = ParentLines.told(upper.word.states[-1]) if upper.word else ParentLines(stands=False)
    if not upper.word or not stands.stands:
        return {}
    if told.as_ == COPY and not told.by_lines and told.order == upper.key:
        return {line.line_id: COPY for line in sold}
    if not upper.is_copied:
        whose = stands.twice(sold, order.order_ts, order.rounds_to)
    else:
        whose = stands.whose(sold, order.order_ts, order.rounds_to)
    how_sure = UNSURE if order.order_ts > upper.word.source_ts + AT_ONCE else COPY
    return {name: how_sure if how == COPY else how for name, how in whose.items() if how != OWN}


def back_by_copies(history: OrderHistory) -> dict[str, Fraction]:
    """Of each line, the most that any copy of it says came back."""
    heard = last_heard(history, CHILD)
    own = ParentLines.of(history) if heard else ParentLines(stands=False)
    claims: Counter[str] = Counter()
    found: dict[str, Fraction] = {}
    for child in sorted(heard.values(), key=lambda each: (each.source_ts, each.source)):
        state = child.states[-1]
        backs = {line.line_id: Fraction(line.back) for line in state.lines}
        sold_at = history.order.order_ts if history.order else child.source_ts
        for line in _copies(child, own, sold_at):
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


def stands_below(history: OrderHistory) -> tuple[str, str] | None:
    """The order below which it says to others that it stands, and as what; a copy, if a person said
    so."""
    told, parent, said = below(history), parent_of(history), copy_by_word(history)
    if told is None or not parent or said == "no":
        return None
    return parent, COPY if said == "yes" else told.as_


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


def _copies(child: CarriedLines, own: ParentLines, sold_at: datetime) -> list[SoldLine]:
    """The lines of a child that the parent sold, as far as it is sure."""
    state = child.states[-1]
    lines = [SoldLine.told(each) for each in state.lines]
    if not own.stands or state.is_copy:
        return lines if own.stands else []
    if child.source_ts > sold_at + AT_ONCE:
        return []
    whose = own.whose(lines, child.source_ts, state.unit)
    return [line for line in lines if whose[line.line_id] == COPY]


def _places(line: SoldLine, own: ParentLines, unit: int) -> list[SoldLine]:
    """Those of the parent's lines that it may be the copy of, the likest first."""
    unit = max(unit, own.rounded_to)
    like = [each for each in own.lines if each.is_like(line, unit)]
    like = like or [each for each in own.lines if each.is_of(line)]
    return sorted(like, key=line.off)
