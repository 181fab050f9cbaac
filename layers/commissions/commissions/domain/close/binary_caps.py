"""Caps of a binary in columns: of a position by rank, of an owner's positions, and of pairs."""

from dataclasses import dataclass, replace

import numpy as np

from commissions.domain.close.binary_match import Flags, LegMatches, Volumes, pairs
from commissions.domain.close.binary_rule import BinaryRule, FirstPairRule
from commissions.domain.close.exact import SAFE, Whole, largest
from commissions.domain.close.whole_numbers import rounded, wide

UNCAPPED = SAFE


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPay:
    """What seats match and are paid, by member number; amounts in minor units."""

    left: Volumes
    """What is open for matching on each side."""
    right: Volumes
    first: Flags
    """Who has the first pair of the position in this run."""
    first_took: Volumes
    """By side, what it takes."""
    match: LegMatches
    """Without the first pair."""
    raw: Volumes
    paid: Volumes

    @property
    def figure(self) -> Volumes:
        return self.match.figure + self.first

    @property
    def taken(self) -> Volumes:
        """By side, with the first pair."""
        return np.stack([self.match.left, self.match.right]) + self.first_took * self.first


def money(
    match: LegMatches, first: Flags, rule: FirstPairRule | None, *, half_even: bool
) -> Volumes:
    """The one rounding: the match and the first pair together."""
    amount, denominator = match.amount, match.denominator
    if rule is not None:
        amount = wide(amount, 2 * rule.denominator) * rule.denominator
        amount = amount + first * (rule.amount * denominator)
        denominator = denominator * rule.denominator
    found: Volumes = rounded(amount, denominator, half_even=half_even)
    return found


def capped(
    pay: SeatPay, rule: BinaryRule, limit: Volumes, owner: Volumes, enrolment: Volumes
) -> SeatPay:
    """By member number. `limit`: UNCAPPED without one; `owner`: whose caps are shared;
    `enrolment`: the order in which they enrolled."""
    paid = _cut_pairs(pay, rule)
    if rule.owners_together:
        paid = _shared(paid, limit, owner, enrolment)
    else:
        paid = np.minimum(paid, limit)
    pay = replace(pay, paid=paid)
    return _taking_less(pay, rule) if rule.excess_stays else pay


def _cut_pairs(pay: SeatPay, rule: BinaryRule) -> Volumes:
    """At most so many pairs of each position are paid, the first pair among them."""
    most = rule.pairs_cap
    if most is None:
        return pay.paid
    made, first = pay.match.figure, pay.first & (most > 0)
    still = np.minimum(made, np.maximum(most - pay.first, 0))
    each = pay.match.amount // np.maximum(made, 1)
    less = replace(pay.match, figure=still, amount=each * still)
    paid = money(less, first, rule.first_pair, half_even=rule.half_even)
    return np.where(pay.figure > most, paid, pay.paid)


def _shared(paid: Volumes, limit: Volumes, owner: Volumes, enrolment: Volumes) -> Volumes:
    """All positions of one owner together get the highest of their caps at most, each in
    proportion; what rounding leaves goes to the largest remainders, of equal ones to who enrolled
    first. A position without a cap of its own says nothing of the others'."""
    group = owner
    known = np.full(len(owner), -1, dtype=np.int64)
    np.maximum.at(known, group, np.where(limit == UNCAPPED, -1, limit))
    total = np.zeros_like(known)
    np.add.at(total, group, paid)
    over = ((known >= 0) & (total > known))[group]
    if not over.any():
        return paid
    cut = paid.copy()
    columns = (paid, known[group], total[group], group, enrolment)
    cut[over] = _in_proportion(*(each[over] for each in columns))
    return cut


def _in_proportion(
    paid: Volumes, limit: Volumes, total: Volumes, group: Volumes, enrolment: Volumes
) -> Volumes:
    product = wide(paid, largest(limit)) * limit
    whole = product // total
    rest = (product - whole * total).astype(np.int64)
    shares: Volumes = whole.astype(np.int64)
    ordered = np.lexsort((enrolment, -rest, group))
    sums = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.add.at(sums, group, shares)
    begins = np.searchsorted(group[ordered], group[ordered])
    place = np.arange(len(ordered)) - begins
    shares[ordered] += place < (limit - sums[group])[ordered]
    return shares


def _taking_less(pay: SeatPay, rule: BinaryRule) -> SeatPay:
    """Takes only what was paid for: of pairs as many as it needs, of volume up to the next
    hundredth of a point."""
    cut = pay.paid < pay.raw
    if not cut.any():
        return pay
    needed = np.where(cut, _needed(pay, rule.first_pair), pay.match.figure)
    match = replace(pay.match, figure=needed, left=needed, right=needed)
    first = pay.first & ~(cut & (pay.paid == 0))
    if rule.match.sides is not None:
        left, right = np.stack([pay.left, pay.right]) - pay.first_took * first
        some = (pay.match.figure > 0).astype(np.int64)
        _, took_left, took_right = pairs(rule.match.sides, left * some, right * some, needed)
        match = replace(match, left=took_left, right=took_right)
    return replace(pay, first=first, match=match)


def _needed(pay: SeatPay, rule: FirstPairRule | None) -> Volumes:
    """What was paid without the first pair, over what a pair or unit pays; rounded up."""
    amount, per = pay.match.amount, rule.denominator if rule else 1
    paid: Whole = wide(pay.paid, per) * per
    rest = np.maximum(paid - pay.first * (rule.amount if rule else 0), 0)
    bound = max(1, largest(rest)) * max(1, largest(np.asarray(pay.match.denominator)))
    product = wide(pay.match.figure, bound) * rest * pay.match.denominator
    divisor = np.maximum(wide(amount, per) * per, 1)
    needed: Volumes = (-(-product // divisor)).astype(np.int64)
    return np.where(amount > 0, needed, 0)
