"""Refunds of orders whose period is closed: what a binary had matched them with is undone."""

from dataclasses import replace

from commissions.audit.close.context import Close
from commissions.audit.close.leg_matches import matched
from commissions.audit.close.lots import LEFT, RIGHT, undo
from commissions.audit.close.seats import Seat
from commissions.audit.close.sheet import Words
from commissions.domain.close.facts import LateReturn, Lot, MatchedRun


def clawed_back(seat: Seat, bonus: Words, close: Close) -> None:
    """Takes what is open of a refunded order away, undoes what it was matched with, and gives the
    other side's volume back, which can match again in this run."""
    for late in sorted(close.facts.late_returns, key=lambda each: (each.at, each.order_id)):
        left = late.volumes.get(bonus["basis"], 0)
        left -= seat.lots.remove(late.order_id, left)
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
    whole = words["broken_pair"] == "whole_pair"
    result = undo(run, late.order_id, most=most, whole_pair=whole)
    if not result.volume:
        return run, 0
    stamped = words["expired_lot"] == "returns"
    seat.lots.put_back(replace(lot, at=late.at) if stamped else lot for lot in result.returned)
    paid = min(run.paid, _worth(result.run.taken, seat, bonus, close))
    if paid < run.paid:
        seat.clawed[late.order_id] = seat.clawed.get(late.order_id, 0) + paid - run.paid
    return replace(result.run, paid=paid), result.volume


def _worth(taken: tuple[Lot, ...], seat: Seat, bonus: Words, close: Close) -> int:
    """What a run would have paid for what is still taken; its caps have cut what it paid, so a
    seat that was capped gives nothing back before it falls under its cap."""
    rank = close.judging.pay_rank(seat.member, bonus)
    own = {unit: close.volumes.own(seat.member, unit) for unit in close.sheet.document["volumes"]}
    left, right = (sum(lot.volume for lot in taken if lot.side == side) for side in (LEFT, RIGHT))
    return close.sheet.money(matched(bonus["match"], left, right, rank=rank, own=own).exact)
