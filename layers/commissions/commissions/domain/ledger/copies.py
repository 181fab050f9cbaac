"""Orders that may be copies of another one: which of their lines earn there, and what came back of
an order by its copies.

Each of the two orders is judged by its own facts and by what the other said of its lines. Both
compare them by the same function, so that a line that earns nothing in the one is of the other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction

from commissions.domain.ledger.own_lines import (
    OrderAbove,
    found_parent,
    is_compared,
    lines_of,
    named_parent,
    orders_above,
    parent_state,
    parent_told,
)
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.orders.carried_lines import (
    CHILD,
    CarriedLines,
    ComparedLine,
    LinesState,
    heard,
)
from commissions.domain.orders.continues import COPY, Continues
from commissions.domain.orders.copied_lines import (
    Whose,
    alike,
    compared,
    equal_lines,
    is_late,
    is_of_one_product,
)
from commissions.domain.orders.decision import IS_COPY, NO_COPY
from commissions.domain.orders.order import OrderPlaced


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What of an order earns in another one, or may."""

    parent: str
    """The key of that order; its number, where the shop names it so and it is not known."""
    parents: frozenset[str] = frozenset()
    """The lines that earn there, by their ids."""
    unknown: frozenset[str] = frozenset()
    """Those of which a person has to say where they earn."""
    is_whole: bool = False
    """Whether no line of it is its own."""
    waits: bool = False
    """Whether nothing is known of that order yet: then nobody knows of any line."""
    late: timedelta | None = None
    """By how much it was placed after that order, where that is why nobody knows."""

    @property
    def not_own(self) -> frozenset[str]:
        return self.parents | self.unknown

    @property
    def sentence(self) -> str:
        """Why lines that are not its own earn nothing here."""
        name = self.parent.rpartition("/")[2]
        if self.waits:
            return f"it may be a copy of order {name}, which is not known"
        return f"part of order {name}, which earned" if self.parents else self.question

    @property
    def question(self) -> str:
        question = f"it may be a copy of order {self.parent.rpartition('/')[2]}"
        return f"{question}, placed {self.late.days} days before" if self.late else question


@dataclass(frozen=True, slots=True)
class BackByCopies:
    """What came back of an order by the copies that it has."""

    shares: Mapping[str, Fraction] = field(default_factory=dict)
    """Of each line, by its id, the greatest that any copy of it says."""
    copies: tuple[str, ...] = ()
    """The keys of the copies by which anything did."""
    unplaced: tuple[str, ...] = ()
    """Those of them of which a line that came back is like none of the order."""


NOTHING_BACK = BackByCopies()


def stands_for(known: SortedFacts) -> StandsFor | None:
    """What of an order earns in the one that it goes on with, or in one above that; None where all
    of it is its own."""
    told = parent_told(known.latest)
    said = known.decisions.copy
    if told is None or said == NO_COPY or not (is_compared(known) or said == IS_COPY):
        return None
    name = named_parent(known.latest, found_parent(known.heard_lines)) or told.number
    lines = lines_of(known)
    if said == IS_COPY:
        return _all_of(name, lines)
    above = orders_above(known.latest, known.heard_lines)
    unknown = [each.order_key for each in above if each.told is None and each.as_ == COPY]
    if unknown:
        return StandsFor(unknown[0], waits=True)
    found = [_compared(each, known.latest, told, lines) for each in above]
    return _together([each for each in found if each], lines)


def _all_of(name: str, lines: Sequence[ComparedLine]) -> StandsFor:
    return StandsFor(name, frozenset(line.line_id for line in lines), is_whole=True)


def _together(found: Sequence[StandsFor], lines: Sequence[ComparedLine]) -> StandsFor | None:
    """By all orders above it: what is of one of them is of that one, and of several of the one that
    is above the others, as they earn nothing of it themselves."""
    if not found:
        return None
    parents = frozenset[str]().union(*(each.parents for each in found))
    unknown = frozenset[str]().union(*(each.unknown for each in found)) - parents
    earns = [each for each in found if each.parents] or found
    is_whole = len(parents | unknown) == len(lines)
    return replace(earns[-1], parents=parents, unknown=unknown, is_whole=is_whole)


def _compared(
    above: OrderAbove, order: OrderPlaced, told: Continues, lines: Sequence[ComparedLine]
) -> StandsFor | None:
    if above.told is None or not above.told.states[-1].stands:
        return None
    state = above.told.states[-1]
    is_parent = told.order in ("", above.order_key)
    if is_parent and told.as_ == COPY and not told.by_lines:
        return _all_of(above.order_key, lines)
    compare = compared if above.as_ == COPY else equal_lines
    whose = compare(lines, order.order_ts, state, order.rounds_to)
    parents, unknown = _of(whose, Whose.PARENTS), _of(whose, Whose.UNKNOWN)
    if parents and is_late(order.order_ts, above.told.source_ts):
        late = order.order_ts - above.told.source_ts
        return StandsFor(above.order_key, unknown=parents | unknown, late=late)
    return StandsFor(above.order_key, parents, unknown) if parents or unknown else None


def back_by_copies(known: SortedFacts) -> BackByCopies:
    """What each copy says came back of a line, beside the order's own records."""
    children = heard(known.heard_lines, CHILD)
    if not children:
        return NOTHING_BACK
    own = parent_state(known.latest.updated_at, known)
    if not own.stands:
        return NOTHING_BACK
    claims: Counter[str] = Counter()
    shares: dict[str, Fraction] = {}
    copies: list[str] = []
    unplaced: list[str] = []
    for child in sorted(children.values(), key=lambda each: (each.source_ts, each.source)):
        for line in _copied(child, own, known.latest.order_ts):
            share = Fraction(line.back)
            place = _place_of(line, own, child.states[-1], claims)
            if place:
                claims[place] += 1
                shares[place] = max(share, shares.get(place, share))
            if share and child.source not in copies:
                copies.append(child.source)
            if share and not place and child.source not in unplaced:
                unplaced.append(child.source)
    return BackByCopies(
        {name: each for name, each in shares.items() if each}, (*copies,), (*unplaced,)
    )


def _of(whose: Mapping[str, Whose], wanted: Whose) -> frozenset[str]:
    return frozenset(name for name, each in whose.items() if each is wanted)


def _copied(child: CarriedLines, own: LinesState, sold_at: datetime) -> Sequence[ComparedLine]:
    """The lines of a child that are copies of the order's, which was placed at `sold_at`."""
    state = child.states[-1]
    if state.is_copy:
        return state.lines
    if is_late(child.source_ts, sold_at):
        return ()
    whose = compared(state.lines, child.source_ts, own, state.unit)
    return [each for each in state.lines if whose[each.line_id] is Whose.PARENTS]


def _place_of(line: ComparedLine, own: LinesState, child: LinesState, claims: Counter[str]) -> str:
    """The id of the line of which it is a copy: of several the one that the fewest have claimed;
    empty where there is none."""
    same = alike(line, own.lines, max(own.unit, child.unit))
    found = same or [each for each in own.lines if is_of_one_product(each, line)]
    return min(found, key=lambda each: claims[each.line_id]).line_id if found else ""
