"""Caps of a binary: of a position, by rank, of all positions of one owner, and of pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from commissions.audit.close.context import Close
from commissions.audit.close.leg_matches import Matched, paired
from commissions.audit.close.seats import Seat, with_first
from commissions.audit.close.sheet import Words

AT_CAP = "the cap of the binary was reached"


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
        for seat in positions:
            _cut_pairs(seat, bonus, close)
        limits = [_limit(seat, bonus, close) for seat in positions]
        known = [limit for limit in limits if limit is not None]
        if known:
            _share_out(positions, max(known), close)
    if cap["excess"] == "keep":
        for seat in seats:
            if seat.paid < seat.raw:
                _take_less(seat, bonus, close)


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


def _cut_pairs(seat: Seat, bonus: Words, close: Close) -> None:
    """At most so many pairs of each position are paid, the first pair among them; those beyond are
    lost, or stay."""
    most = bonus["cap"].get("pairs")
    if most is None or seat.match.figure <= most:
        return
    first = 1 if seat.first else 0
    rest = seat.match.figure - first
    per_pair = seat.match.exact / rest if rest else Fraction(0)
    exact = seat.first + per_pair * (most - first) if most else Fraction(0)
    seat.paid = close.sheet.money(exact)


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


def _take_less(seat: Seat, bonus: Words, close: Close) -> None:
    """Takes only what was paid for: of pairs as many as it needs, of volume up to the next
    hundredth of a point."""
    paid, match = Fraction(seat.paid, close.sheet.minor), seat.match
    if bonus["match"]["mode"] != "pairs":
        figure = ceil(match.figure * paid / match.exact)
        seat.match = replace(match, figure=figure, left=figure, right=figure)
        return
    if not seat.paid:
        seat.first, seat.first_took = Fraction(0), (0, 0)
    rest = match.figure - bool(seat.first)
    pairs = ceil(rest * max(Fraction(0), paid - seat.first) / match.exact) if match.exact else 0
    left, right = seat.left - seat.first_took[0], seat.right - seat.first_took[1]
    pairs, took_left, took_right = paired(bonus["match"], left, right, pairs)
    seat.match = with_first(Matched(pairs, match.exact, took_left, took_right), seat)
