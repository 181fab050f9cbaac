"""Caps of a binary: of a position, by rank, of all positions of one owner, and of pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.leg_matches import Matched
from commissions.audit.close.seats import Seat
from commissions.audit.close.sheet import Words


def capped(seats: Sequence[Seat], bonus: Words, close: Close) -> None:
    """Cuts what the seats are paid. `excess: burn`: what was matched stays taken; `keep`: only as
    much is taken as was paid for."""
    cap = bonus["cap"]
    owners: dict[str, list[Seat]] = {}
    for seat in seats:
        facts = close.people.members[seat.member]
        owner = facts.owner if cap["owner"] == "aggregate" else ""
        owners.setdefault(owner or seat.member, []).append(seat)
    for positions in owners.values():
        _cut_pairs(positions, bonus, close)
        limits = [_limit(seat, bonus, close) for seat in positions]
        known = [limit for limit in limits if limit is not None]
        if known:
            _share_out(positions, max(known), close)
    if cap["excess"] == "keep":
        for seat in seats:
            seat.match = _paid_for(seat, close)


def _limit(seat: Seat, bonus: Words, close: Close) -> int | None:
    """The least of the caps that a position falls under, in minor units."""
    cap, every = bonus["cap"], close.facts.every
    rank = close.judging.pay_rank(seat.member, bonus)
    by_rank: Mapping[str, str] = (cap.get("per") or {}).get(rank, {})
    daily = {each["id"] for each in close.sheet.document["periods"] if each["every"] == "day"}
    amounts = [
        by_rank.get(every),
        cap.get("period"),
        cap.get("day") if every in daily else None,
    ]
    known = [int(Fraction(amount) * close.sheet.minor) for amount in amounts if amount]
    return min(known, default=None)


def _cut_pairs(positions: Sequence[Seat], bonus: Words, close: Close) -> None:
    """At most so many pairs of each position are paid; those beyond are lost, or stay."""
    most = bonus["cap"].get("pairs")
    for seat in positions:
        if most is None or seat.match.figure <= most:
            continue
        per_pair = seat.match.exact / seat.match.figure
        seat.paid = close.sheet.money(seat.first + per_pair * most)


def _share_out(positions: Sequence[Seat], limit: int, close: Close) -> None:
    """All positions of one owner together get the limit at most, each in proportion; what rounding
    leaves goes to the largest remainders, of equal ones to who enrolled first."""
    total = sum(seat.paid for seat in positions)
    if total <= limit:
        return
    numbers = close.people.numbers
    rest = {seat.member: seat.paid * limit % total for seat in positions}
    for seat in positions:
        seat.paid = seat.paid * limit // total
    left = limit - sum(seat.paid for seat in positions)
    ordered = sorted(positions, key=lambda seat: (-rest[seat.member], numbers[seat.member]))
    for seat in ordered[:left]:
        seat.paid += 1


def _paid_for(seat: Seat, close: Close) -> Matched:
    """What has to be taken for what was paid: rounded up to whole units of the match."""
    if seat.paid >= seat.raw or not seat.match.figure:
        return seat.match
    paid = Fraction(seat.paid, close.sheet.minor) - seat.first
    figure = -(-seat.match.figure * paid // seat.match.exact)
    part = min(Fraction(1), Fraction(figure, seat.match.figure))
    return replace(
        seat.match,
        figure=int(figure),
        left=int(seat.match.left * part),
        right=int(seat.match.right * part),
    )
