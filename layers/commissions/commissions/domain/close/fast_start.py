"""Kind `fast_start`: a share of what a new distributor buys in the first days, for those above.
Without compression: whoever is not paid uses up the level."""

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Shares
from commissions.domain.close.climbing import climbing
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of
from commissions.domain.close.direct import why_unpaid
from commissions.domain.close.terms import POINT, Part, factor_of


def fast_start_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    table = close.terms.level_table(bonus["rates"], factor_of(bonus))
    shares = Shares(bonus, table.denominator, POINT, key_kind(bonus))
    volume = close.period.volume(bonus["basis"])
    sales = np.flatnonzero(close.is_fast_start(bonus) & (volume != 0))
    sold = close.sold_in(bonus)
    above = sold.forest.parent[sold.buyer[sales]]
    ranks, judged = close.judged.pay_rank(bonus), close.judged
    by_eligibility = bonus.get("qualified_by") == "eligibility"
    qualified = judged.eligible(bonus) if by_eligibility else judged.qualified(bonus)
    sellers = close.period.sales.seller
    for step in climbing(sold.forest, above, most=table.last):
        rank, orders, level = ranks[step.members], sales[step.rows], step.place + 1
        shares.add(
            member=step.members,
            level=level,
            key=key_of(bonus, orders, sellers[orders]),
            rank=rank,
            base=volume[orders],
            rate=table.numerators[rank, level],
            reason=why_unpaid(qualified[step.members], table.pays[rank, level]),
        )
    return shares.awards(close.terms)
