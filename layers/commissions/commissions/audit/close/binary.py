"""Kind `binary`: each seat matches its two legs, in one order of steps.

Take in, qualify, expire, cap the legs, match, pay, cap, carry. Lots are explicit: what is open of
which order. A refund of an order of an earlier period undoes what that order was matched with.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from commissions.audit.close.binary_caps import AT_CAP, capped
from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, TOO_SMALL, shown_rate
from commissions.audit.close.leg_matches import first_pair, matched
from commissions.audit.close.lots import LEFT, RIGHT, OpenLots
from commissions.audit.close.pair_refunds import clawed_back
from commissions.audit.close.seats import Seat, own_volumes, with_first
from commissions.audit.close.sheet import Words, hundredths
from commissions.domain.close.facts import LegState, Lot, MatchedRun, SaleFacts
from commissions.domain.close.results import JudgedLegs, PeriodAward

NO_MATCH = "the legs match nothing"


def binary_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    run = _BinaryRun(bonus, close)
    seats = [run.matched(member) for member in run.members()]
    capped(seats, bonus, close)
    found = [award for seat in seats for award in run.awards(seat)]
    for seat in seats:
        run.carry(seat)
    return found


@dataclass(frozen=True, slots=True)
class _BinaryRun:
    bonus: Words
    close: Close

    @property
    def tree(self) -> str:
        return str(self.bonus["tree"])

    def members(self) -> list[str]:
        """Everybody who has a seat, by their numbers."""
        seated = {seat.member_id for seat in self.close.facts.seats if seat.tree == self.tree}
        return sorted(seated, key=self.close.people.numbers.__getitem__)

    def matched(self, member: str) -> Seat:
        state = self.close.facts.legs.get((self.tree, member), LegState())
        seat = Seat(
            member, state, OpenLots.of(state), runs=state.runs, first_paid=state.first_pair_paid
        )
        self._take_in(seat)
        judging = self.close.judging
        seat.qualified = judging.active(member) and judging.eligible(member, self.bonus)
        self._expire(seat)
        self._cap_legs(seat)
        if seat.qualified:
            self._match(seat)
        seat.raw = self.close.sheet.money(seat.first + seat.match.exact)
        seat.paid = seat.raw
        return seat

    def awards(self, seat: Seat) -> list[PeriodAward]:
        """What the seat is paid, and what a refund of an earlier order takes back."""
        back = [
            replace(
                self._award(seat, back, source=order, reason=""),
                base=-seat.undone[order],
                raw=back,
            )
            for order, back in seat.clawed.items()
        ]
        return [*back, self._award(seat, seat.paid, source="", reason=_why_not(seat))]

    def carry(self, seat: Seat) -> None:
        """What the seat takes along."""
        after = self.bonus["after"]
        unqualified = 0 if seat.qualified else seat.state.periods_unqualified + 1
        open_ = {LEFT: seat.left, RIGHT: seat.right}
        if seat.qualified:
            self._take(seat)
        elif after["unqualified"] == "flush_both" or (
            after["inactive_periods_to_flush"] and unqualified >= after["inactive_periods_to_flush"]
        ):
            seat.lots = OpenLots([])
        if after["carry_cap"]:
            for side in (LEFT, RIGHT):
                over = seat.lots.open(side) - hundredths(after["carry_cap"])
                seat.lots.take(side, max(0, over))
        run = MatchedRun(
            period=self.close.facts.period,
            taken=seat.taken,
            matched=seat.match.figure,
            paid=seat.paid,
            first_pair=bool(seat.first),
            rank=self.close.judging.pay_rank(seat.member, self.bonus),
            own=own_volumes(seat.member, self.close),
        )
        state = LegState(
            lots=tuple(seat.lots.lots),
            runs=(*seat.runs, run) if seat.taken else seat.runs,
            first_pair_paid=seat.first_paid or bool(seat.first),
            periods_unqualified=unqualified,
        )
        self.close.legs[self.tree, seat.member] = JudgedLegs(
            tree=self.tree,
            member=seat.member,
            left=open_[LEFT],
            right=open_[RIGHT],
            matched=seat.match.figure,
            after=state,
        )

    def _take_in(self, seat: Seat) -> None:
        """What came in below each side, orders of closed periods first, as the period begins, the
        others by time; then what was refunded of earlier periods."""
        facts = self.close.facts
        late = [(facts.starts, sale) for sale in sorted(facts.late_orders, key=_by_time)]
        own = (sale for sale in facts.sales if sale.at >= facts.starts)
        sales = [(sale.at, sale) for sale in sorted(own, key=_by_time)]
        for came_in, sale in [*late, *sales]:
            side = self._side(seat.member, sale.seller, sale.at)
            volume = sale.volumes.get(self.bonus["basis"], 0)
            if side and volume:
                lot = Lot(order_id=sale.order_id, at=came_in, side=side, volume=volume)
                seat.lots.take_in(lot)
        clawed_back(seat, self.bonus, self.close)

    def _side(self, member: str, seller: str, at: datetime) -> str:
        """On which side of a seat a sale comes in; the own ones come in nowhere."""
        people, through = self.close.people, seller
        for above in people.upline(seller, self.tree, at) if seller else ():
            if above == member:
                seat = people.seat(through, self.tree, at)
                return seat.side if seat else ""
            through = above
        return ""

    def _expire(self, seat: Seat) -> None:
        if days := self.bonus["after"]["expire_lots_days"]:
            seat.lots.expire(self.close.facts.ends - timedelta(days=days))

    def _cap_legs(self, seat: Seat) -> None:
        after = self.bonus["after"]
        open_ = {side: seat.lots.open(side) for side in (LEFT, RIGHT)}
        if after["leg_cap_before"]:
            most = hundredths(after["leg_cap_before"])
            if after["leg_cap_excess"] == "burn":
                for side in (LEFT, RIGHT):
                    seat.lots.take(side, max(0, open_[side] - most))
            open_ = {side: min(volume, most) for side, volume in open_.items()}
        seat.left, seat.right = open_[LEFT], open_[RIGHT]

    def _match(self, seat: Seat) -> None:
        left, right = seat.left, seat.right
        first = self.bonus.get("first_pair")
        if first and not seat.first_paid:
            took = first_pair(first, left, right)
            if took is None:
                return
            seat.first, seat.first_took = Fraction(first["amount"]), took
            left, right = left - took[0], right - took[1]
        rank = self.close.judging.pay_rank(seat.member, self.bonus)
        own = own_volumes(seat.member, self.close)
        rest = matched(self.bonus["match"], left, right, rank=rank, own=own)
        seat.match = with_first(rest, seat)

    def _take(self, seat: Seat) -> None:
        """What was matched leaves the lots, the oldest first; then what the plan does not keep. The
        weaker leg is the one that had less before, whatever counted of both."""
        weak = LEFT if seat.lots.open(LEFT) <= seat.lots.open(RIGHT) else RIGHT
        taken = [
            *seat.lots.take(LEFT, seat.match.left),
            *seat.lots.take(RIGHT, seat.match.right),
        ]
        seat.taken = tuple(taken)
        if not seat.match.figure:
            return
        paid = self.bonus["after"]["paid"]
        if paid == "flush":
            seat.lots = OpenLots([])
        elif paid == "carry":
            seat.lots.take(weak, seat.lots.open(weak))

    @property
    def _rate(self) -> str:
        pct = self.bonus["match"].get("pct")
        return shown_rate({Fraction(pct)} if pct else set())

    def _award(self, seat: Seat, amount: int, *, source: str, reason: str) -> PeriodAward:
        return PeriodAward(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            member=seat.member,
            level=0,
            source=source,
            rank=self.close.judging.pay_rank(seat.member, self.bonus),
            base=seat.match.figure,
            rate=self._rate,
            raw=seat.raw,
            amount=amount,
            reason=reason,
        )


def _by_time(sale: SaleFacts) -> tuple[datetime, str]:
    return sale.at, sale.order_id


def _why_not(seat: Seat) -> str:
    """Why a seat is not paid, or what cut it; empty where it is paid in full."""
    if not seat.qualified:
        return NOT_ACTIVE
    if seat.paid < seat.raw:
        return AT_CAP
    if seat.paid:
        return ""
    return TOO_SMALL if seat.match.figure else NO_MATCH
