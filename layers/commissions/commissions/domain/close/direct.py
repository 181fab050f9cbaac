"""Kinds that pay without a walk: what sellers' customers buy, and the rank that was reached."""

from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason, Shares
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.terms import POINT, Part, factor_of

RETAIL_MARGIN = "retail_margin"


def why_unpaid(qualified: Mask, pays: Mask) -> Places:
    """The reasons of rows that are paid or not."""
    return np.select(
        [~qualified, ~pays], [int(Reason.NOT_ACTIVE), int(Reason.NOT_PAID)], int(Reason.PAID)
    )


def customer_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    """Kinds `customer` and `retail_margin`: a share of what a seller's customers buy, or of what
    they paid beyond the distributor's price. The bonus's own eligibility alone decides who is
    paid: who sells to customers need not be active."""
    of_margin = bonus["kind"] == RETAIL_MARGIN
    sales = close.period.sales
    base = sales.margin if of_margin else close.period.volume(bonus["basis"])
    table = close.terms.level_table(bonus["rates"], factor_of(bonus))
    unit = close.terms.minor if of_margin else POINT
    shares = Shares(bonus, table.denominator, unit, key_kind(bonus))
    counts = close.counted(bonus) & (base != 0) & (sales.seller != close.nobody) & ~sales.own
    rows = np.flatnonzero(counts)
    seller = sales.seller[rows]
    rank = close.judged.pay_rank(bonus)[seller]
    shares.add(
        member=seller,
        level=0,
        key=key_of(bonus, rows, seller),
        rank=rank,
        base=base[rows],
        rate=table.numerators[rank, 0],
        reason=why_unpaid(close.judged.eligible(bonus)[seller], table.pays[rank, 0]),
    )
    return shares.awards(close.terms)


def rank_advance_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    """Kind `rank_advance`: an amount for a rank: once, when it is reached, or every period again.
    Ranks that were passed over on the way are paid too, or lost, as the plan says."""
    table = close.terms.rank_table(bonus["amounts"], Fraction(1))
    by_rank = "award" not in bonus or bonus["award"] == "order"
    shares = Shares(bonus, table.denominator, 1, KeyKind.RANK if by_rank else key_kind(bonus))
    judged = close.judged
    qualified = judged.qualified(bonus)
    if bonus.get("volume"):
        qualified = qualified & judged.meets({"op": ">=", **bonus["volume"]})
    for height in np.flatnonzero(table.pays[:, 0]).tolist():
        members = np.flatnonzero(_reached(bonus, close, height))
        shares.add(
            member=members,
            level=height,
            key=key_of(bonus, np.full(members.size, height), members),
            rank=height,
            base=np.zeros(members.size, dtype=np.int64),
            money=np.full(members.size, table.numerators[height, 0]),
            reason=np.where(qualified[members], int(Reason.PAID), int(Reason.NOT_ACTIVE)),
        )
    return shares.awards(close.terms)


def _reached(bonus: Part, close: ClosingPeriod, height: int) -> Mask:
    """Who is paid for a rank; nobody has none."""
    paid, before = close.judged.paid_as, close.judged.before
    if not height:
        return np.zeros(paid.size, dtype=bool)
    if not bonus["once"]:
        return np.asarray(paid == height)
    new = paid > before
    if bonus.get("skipped") == "paid":
        return np.asarray(new & (before < height) & (height <= paid))
    return np.asarray(new & (height == paid))
