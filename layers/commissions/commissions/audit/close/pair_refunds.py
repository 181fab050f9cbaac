"""Refunds of orders whose period is closed: what a binary had matched them with is undone."""

from dataclasses import replace
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.leg_matches import NOTHING, Matched, first_pair, matched
from commissions.audit.close.lots import LEFT, RIGHT, undo
from commissions.audit.close.seats import Seat, own_volumes
from commissions.audit.close.sheet import Words
from commissions.domain.close.facts import LateReturn, MatchedRun


def clawed_back(seat: Seat, bonus: Words, close: Close) -> None:
    """Takes what is open of a refunded order away, undoes what it was matched with, and gives the
    other side's volume back, which can match again in this run."""
    anew = {sale.order_id for sale in close.facts.late_orders}
    for late in sorted(close.facts.late_returns, key=lambda each: (each.at, each.order_id)):
        left = late.volumes.get(bonus["basis"], 0)
        comes = close.facts.starts if late.order_id in anew else None
        left -= seat.lots.remove(late.order_id, left, comes)
        runs = []
        for run in seat.runs:
            after, undone = _undone(seat, run, late, left, bonus, close)
            runs.append(after)
            left -= undone
        seat.runs = tuple(runs)


def _undone(  # noqa: PLR0913, PLR0917 - one run of one seat under one refund
    seat: Seat, run: MatchedRun, late: LateReturn, most: int, bonus: Words, close: Close
) -> tuple[MatchedRun, int]:
    """The run as it is afterwards, and how much of it was undone."""
    words = close.sheet.document["refunds"]["binary"]

    def kept(left: int, right: int) -> tuple[int, int]:
        still = _still_matched(left, right, seat, run, bonus, close)
        return still.left, still.right

    whole = kept if words["broken_pair"] == "whole_pair" else None
    result = undo(run, late.order_id, most=most, whole_pairs=whole)
    if not result.volume:
        return run, 0
    stamped = words["expired_lot"] == "returns"
    seat.lots.put_back(replace(lot, at=late.at) if stamped else lot for lot in result.returned)
    after = _paid_after(result.run, seat, bonus, close)
    if after.paid < run.paid:
        seat.clawed[late.order_id] = seat.clawed.get(late.order_id, 0) + after.paid - run.paid
    seat.undone[late.order_id] = seat.undone.get(late.order_id, 0) + result.volume
    return after, result.volume


def _paid_after(run: MatchedRun, seat: Seat, bonus: Words, close: Close) -> MatchedRun:
    """What a run would have paid for what is still taken; its caps have cut what it paid, so a
    seat that was capped gives nothing back before it falls under its cap. A first pair that was
    undone can come again."""
    left, right = (
        sum(lot.volume for lot in run.taken if lot.side == side) for side in (LEFT, RIGHT)
    )
    still = _still_matched(left, right, seat, run, bonus, close)
    first = _first_of(left, right, run, bonus)
    amount = Fraction(bonus["first_pair"]["amount"]) if first else Fraction(0)
    paid = min(run.paid, close.sheet.money(amount + still.exact))
    if run.first_pair and first is None:
        seat.first_paid = False
    return replace(run, paid=paid, matched=still.figure + bool(first), first_pair=first is not None)


def _still_matched(  # noqa: PLR0913, PLR0917 - one run of one seat, and its legs
    left: int, right: int, seat: Seat, run: MatchedRun, bonus: Words, close: Close
) -> Matched:
    """What two legs match by the figures that the run was paid by. `exact` is without the first
    pair."""
    first = _first_of(left, right, run, bonus)
    if run.first_pair and first is None:
        return NOTHING
    took_left, took_right = first or (0, 0)
    rank = close.judging.pay_rank(seat.member, bonus) if run.rank is None else run.rank
    own = own_volumes(seat.member, close) if run.own is None else run.own
    rest = matched(bonus["match"], left - took_left, right - took_right, rank=rank, own=own)
    return replace(rest, left=rest.left + took_left, right=rest.right + took_right)


def _first_of(left: int, right: int, run: MatchedRun, bonus: Words) -> tuple[int, int] | None:
    """What the run's first pair takes of two legs; None where it had none, or there is too
    little."""
    return first_pair(bonus["first_pair"], left, right) if run.first_pair else None
