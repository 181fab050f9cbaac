"""Columns of the facts of a period as the application has them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from commissions.domain.close.columns import (
    NOT_GIVEN,
    SPONSOR,
    Coded,
    LateSale,
    LineChanges,
    MemberColumns,
    NamesNobody,
    PeriodColumns,
    SaleColumns,
    StandsAboveItself,
    integers,
    moment,
)
from commissions.domain.close.exact import Places, Whole
from commissions.domain.close.facts import LegState, MemberFacts, PeriodFacts, Since
from commissions.domain.close.facts_agree import check_once
from commissions.domain.close.from_sales import by_unit, coded, earned_by, lines_of
from commissions.domain.close.preorder import CircularLine, laid_out
from commissions.domain.close.terms import whole
from commissions.domain.people.upline import PARTICIPANT

SIDES = ("", "L", "R")


def columns_of(facts: PeriodFacts) -> PeriodColumns:
    """Raises NamedTwice, NamesNobody, StandsAboveItself, TooManyLevels."""
    check_once(facts)
    told = _Told(facts)
    return PeriodColumns(
        every=facts.every,
        period=facts.period,
        starts=facts.starts,
        ends=facts.ends,
        members=told.members(),
        sales=told.sales(),
        trees={tree: told.changes(tree) for tree in told.trees},
        carried=told.carried(),
        legs=told.legs(),
        late_returns=facts.late_returns,
        late_orders=tuple(told.late_orders()),
        paid_within=facts.paid_within,
        kept=facts.kept,
    )


@dataclass(frozen=True)
class _Told:
    facts: PeriodFacts

    @cached_property
    def ordered(self) -> list[MemberFacts]:
        """In pre-order of the sponsor tree at the end of the period, siblings as they enrolled."""
        enrolled = sorted(self.facts.members, key=lambda each: (each.enrolled_at, each.member_id))
        number = {each.member_id: place for place, each in enumerate(enrolled)}
        above = [self._parent(each, number) for each in enrolled]
        try:
            layout = laid_out(integers(above))
        except CircularLine as circle:
            names = [enrolled[each].member_id for each in circle.members]
            raise StandsAboveItself(names, SPONSOR) from None
        return [enrolled[each] for each in layout.ids[:-1].tolist()]

    def _parent(self, member: MemberFacts, number: Mapping[str, int]) -> int:
        parent = as_of(member.sponsors, self.facts)
        if parent and parent not in number:
            raise NamesNobody(parent, f"sponsors of {member.member_id}")
        return number[parent] if parent else len(number)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {each.member_id: place for place, each in enumerate(self.ordered)}

    @property
    def house(self) -> int:
        return len(self.ordered)

    def number(self, member: str, named_by: str) -> int:
        """The house for nobody."""
        if not member:
            return self.house
        try:
            return self.numbers[member]
        except KeyError:
            raise NamesNobody(member, named_by) from None

    def members(self) -> MemberColumns:
        people = self.ordered
        owners = list(dict.fromkeys(each.owner or each.member_id for each in people))
        owner = {each: place for place, each in enumerate(owners)}
        return MemberColumns(
            ids=(*(each.member_id for each in people), ""),
            enrolment=self._enrolment(),
            lasting=self._column(lambda each: lasting_number(each.member_id)),
            enrolled=self._column(lambda each: moment(each.enrolled_at)),
            enrolled_number=self._column(lambda each: each.enrolled_number),
            participant=self._column(lambda each: each.kind == PARTICIPANT) == 1,
            status=self._coded(lambda each: as_of(each.statuses, self.facts)),
            title=self._coded(lambda each: each.title),
            periods_below=self._column(lambda each: each.periods_below),
            periods_missed=self._column(_missed),
            owner=self._column(lambda each: owner[each.owner or each.member_id]),
            owners=tuple(owners),
            judged_rank=self._coded(lambda each: each.judged_rank),
            judged_active=self._column(_given_active),
            judged_title=self._coded(lambda each: each.judged_title),
            earlier=tuple(self._earlier(back) for back in range(self._periods_back)),
            periods_told=self._column(
                lambda each: len(self.facts.earlier_volumes.get(each.member_id, ()))
            ),
        )

    def _enrolment(self) -> Places:
        ordered = sorted(self.ordered, key=lambda each: (each.enrolled_at, each.member_id))
        place = np.full(self.house + 1, -1, dtype=np.int64)
        place[[self.numbers[each.member_id] for each in ordered]] = np.arange(self.house)
        return place

    def _column(self, figure: Callable[[MemberFacts], int]) -> Places:
        return integers([*(int(figure(each)) for each in self.ordered), 0])

    def _coded(self, word: Callable[[MemberFacts], str | None]) -> Coded:
        return coded([*(word(each) for each in self.ordered), None])

    @property
    def _periods_back(self) -> int:
        return max(map(len, self.facts.earlier_volumes.values()), default=0)

    def _earlier(self, back: int) -> Mapping[str, Whole]:
        told = [self.facts.earlier_volumes.get(each.member_id, ()) for each in self.ordered]
        rows = [each[back] if len(each) > back else {} for each in told]
        units = {unit for row in rows for unit in row}
        return {unit: whole([*(row.get(unit, 0) for row in rows), 0]) for unit in units}

    def sales(self) -> SaleColumns:
        sales = self.facts.sales
        named = [f"order {each.order_id}" for each in sales]
        pairs = list(zip(sales, named, strict=True))
        return SaleColumns(
            ids=tuple(each.order_id for each in sales),
            at=integers([moment(each.at) for each in sales]),
            seller=integers([self.number(each.seller, by) for each, by in pairs]),
            buyer=integers([self.number(each.buyer, by) for each, by in pairs]),
            own=np.array([each.own_purchase for each in sales], dtype=bool),
            participant=np.array([each.buyer_class == PARTICIPANT for each in sales], dtype=bool),
            first=np.array([each.first_of_buyer for each in sales], dtype=bool),
            customer=coded([each.buyer or each.customer or each.order_id for each in sales]).codes,
            volumes=by_unit([each.volumes for each in sales]),
            margin=whole([each.retail_margin for each in sales]),
            earned=earned_by(sales),
            earned_in_all=sum(amount for each in sales for amount in each.earned.values()),
            earned_by_owner=self._earned_by_owner(),
            lines=lines_of(sales),
        )

    def late_orders(self) -> Iterable[LateSale]:
        for each in self.facts.late_orders:
            yield LateSale(
                order_id=each.order_id,
                at=moment(each.at),
                seller=self.number(each.seller, f"late order {each.order_id}"),
                volumes=each.volumes,
            )

    def _earned_by_owner(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for sale in self.facts.sales:
            for (_, member), amount in sale.earned.items():
                number = self.number(member, f"order {sale.order_id}")
                owner = (self.ordered[number].owner if member else "") or member
                found[owner] = found.get(owner, 0) + amount
        return found

    @property
    def trees(self) -> list[str]:
        return [SPONSOR, *dict.fromkeys(each.tree for each in self.facts.seats)]

    def changes(self, tree: str) -> LineChanges:
        """What changes as the period ends, or later, is the next one's."""
        rows = self._sponsors() if tree == SPONSOR else self._seats(tree)
        rows = sorted((row for row in rows if row[1] < moment(self.facts.ends)), key=_by_time)
        columns = [integers([row[place] for row in rows]) for place in range(4)]
        return LineChanges(member=columns[0], at=columns[1], parent=columns[2], side=columns[3])

    def _sponsors(self) -> Iterable[tuple[int, int, int, int]]:
        for number, each in enumerate(self.ordered):
            for since in each.sponsors:
                parent = self.number(since.value, f"sponsors of {each.member_id}")
                yield number, moment(since.at), parent, 0

    def _seats(self, tree: str) -> Iterable[tuple[int, int, int, int]]:
        sides = {side: number for number, side in enumerate(SIDES)}
        for seat in self.facts.seats:
            if seat.tree == tree:
                named_by = f"a seat in {tree}"
                yield (
                    self.number(seat.member_id, named_by),
                    moment(seat.since),
                    self.number(seat.parent, named_by),
                    sides.setdefault(seat.side, len(sides)),
                )

    def legs(self) -> Mapping[tuple[str, int], LegState]:
        return {
            (tree, self.number(member, f"legs in {tree}")): state
            for (tree, member), state in self.facts.legs.items()
        }

    def carried(self) -> Mapping[tuple[str, str], Whole]:
        found: dict[tuple[str, str], Whole] = {}
        for (tree, member), state in self.facts.legs.items():
            number = self.number(member, f"legs in {tree}")
            for side in ("L", "R"):
                nothing = np.zeros(self.house + 1, dtype=object)
                found.setdefault((tree, side), nothing)[number] += state.open(side)
        return found


def lasting_number(member: str) -> int:
    """A number made of the id alone, so that it is the same in every period. Two of one number are
    refused where it matters; of a million members that is one chance in ten million."""
    return int.from_bytes(blake2b(member.encode(), digest_size=8).digest()) >> 1


def as_of(history: Sequence[Since], facts: PeriodFacts) -> str:
    """What was so at the end of the period; empty before anything was."""
    return next((each.value for each in reversed(history) if each.at < facts.ends), "")


def _given_active(member: MemberFacts) -> int:
    return NOT_GIVEN if member.judged_active is None else member.judged_active


def _missed(member: MemberFacts) -> int:
    return NOT_GIVEN if member.periods_missed is None else member.periods_missed


def _by_time(row: tuple[int, int, int, int]) -> tuple[int, int]:
    return row[0], row[1]
