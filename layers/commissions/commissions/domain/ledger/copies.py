"""Orders that may be copies of another one: which of their lines earn there, and what came back of
an order by its copies.

Each of the two orders is judged by its own facts and by what the other said of its lines. Both
compare them by the same function, so that a line that earns nothing in the one is of the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.domain.catalogue.sku_values import can_earn
from commissions.domain.ledger.own_lines import (
    found_parent,
    is_compared,
    named_parent,
    parent_state,
    parent_told,
)
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.orders.carried_lines import (
    CHILD,
    PARENT,
    CarriedLines,
    ComparedLine,
    LinesState,
)
from commissions.domain.orders.continues import COPY
from commissions.domain.orders.copied_lines import (
    Whose,
    alike,
    compared,
    compared_line,
    equal_lines,
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
        return f"it may be a copy of order {self.parent.rpartition('/')[2]}"


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
    """What of an order earns in the one that it goes on with; None where all of it is its own."""
    told = parent_told(known.latest)
    said = known.decisions.copy
    if told is None or said == NO_COPY or not (is_compared(known) or said == IS_COPY):
        return None
    key = named_parent(known.latest, found_parent(known.heard_lines))
    name = key or told.number
    lines = [compared_line(item) for item in known.latest.items if can_earn(item)]
    every = StandsFor(name, frozenset(line.line_id for line in lines), is_whole=True)
    if said == IS_COPY:
        return every
    parent = heard(known.heard_lines, PARENT).get(key)
    if parent is None:
        return StandsFor(name, waits=True) if told.as_ == COPY else None
    state = parent.states[-1]
    if not state.stands:
        return None
    if told.as_ == COPY and not told.by_lines:
        return every
    return _compared(name, told.as_, known.latest, lines, state)


def _compared(
    name: str,
    as_: str,
    order: OrderPlaced,
    lines: Sequence[ComparedLine],
    parent: LinesState,
) -> StandsFor | None:
    compare = compared if as_ == COPY else equal_lines
    whose = compare(lines, order.order_ts, parent, order.rounds_to)
    parents, unknown = _of(whose, Whose.PARENTS), _of(whose, Whose.UNKNOWN)
    if not (parents or unknown):
        return None
    return StandsFor(name, parents, unknown, is_whole=len(parents | unknown) == len(lines))


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
        for line in _copied(child, own):
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


def heard(told: Iterable[CarriedLines], role: str) -> dict[str, CarriedLines]:
    """By source, what it said last."""
    latest: dict[str, CarriedLines] = {}
    for each in told:
        if each.role == role:
            known = latest.get(each.source)
            latest[each.source] = each if known is None or each.version > known.version else known
    return latest


def _of(whose: Mapping[str, Whose], wanted: Whose) -> frozenset[str]:
    return frozenset(name for name, each in whose.items() if each is wanted)


def _copied(child: CarriedLines, own: LinesState) -> Sequence[ComparedLine]:
    """The lines of a child that are copies of the order's."""
    state = child.states[-1]
    if state.is_copy:
        return state.lines
    whose = compared(state.lines, child.source_ts, own, state.unit)
    return [each for each in state.lines if whose[each.line_id] is Whose.PARENTS]


def _place_of(line: ComparedLine, own: LinesState, child: LinesState, claims: Counter[str]) -> str:
    """The id of the line of which it is a copy: of several the one that the fewest have claimed;
    empty where there is none."""
    same = alike(line, own.lines, max(own.unit, child.unit))
    found = same or [each for each in own.lines if each.product == line.product]
    return min(found, key=lambda each: claims[each.line_id]).line_id if found else ""
