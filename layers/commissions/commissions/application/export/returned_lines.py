"""What came back of an order's lines, moment by moment, so that it adds up to what the ledger takes
back of the whole order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.application.export.allotment import allotted
from commissions.application.export.row_words import Words, amount, of_day
from commissions.application.simulation.company_facts import ToldLine, ToldOrder, ToldReturn
from commissions.application.simulation.order_book import CountedOrder
from commissions.application.simulation.past_order import Shares, SoldOrder
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.target import reversed_part

Volumes = Mapping[str, Mapping[str, int]]
"""By line and unit, in hundredths, what the plan counts."""
NET = "net_minor"


def returned_rows(sold: SoldOrder, lines: Volumes, numbers: Mapping[str, int]) -> Iterator[Words]:
    """A row a moment and line of which something came back then. `numbers`: of the lines, by id.

    Of any unit the rows of the moments up to one sum to `base - CountedOrder.volumes(returns)` of
    the same moments: to what the ledger's rule takes back of the order. The net comes back in the
    largest share in which a volume of the line does.
    """
    whole = _counted_order(sold, lines)
    back = _Back(sold, lines)
    for number, (at, _) in enumerate(sold.returned, 1):
        left = whole.volumes(whole.returns[:number])
        gone = {unit: whole.base[unit] - left[unit] for unit in UNITS}
        for line_id, words in back.until(sold.returned[number - 1][1], gone).items():
            yield {
                "moment": number,
                "line": numbers[line_id],
                **of_day(at),
                "currency": sold.snapshot.currency,
                "net": amount(words[NET], sold.snapshot.currency),
                **words,
            }


def _counted_order(sold: SoldOrder, lines: Volumes) -> CountedOrder:
    """The order as the plan of the sale counts it, with its returns."""
    volumes = tuple(lines[each.line_id] for each in sold.lines)
    base = {unit: sum(each[unit] for each in volumes) for unit in UNITS}
    return CountedOrder(_told(sold), volumes, base, (), tuple(_returns(sold)))


def _told(sold: SoldOrder) -> ToldOrder:
    credit = sold.credit
    return ToldOrder(
        order_id=sold.order_key,
        at=sold.at,
        seller=credit.seller,
        buyer=credit.buyer,
        customer=sold.snapshot.customer,
        buyer_class=credit.buyer_class,
        retail_margin=0,
        first_of_buyer=False,
        lines=tuple(
            ToldLine(each.value.platform_sku, each.value.commission_class, each.volumes)
            for each in sold.lines
        ),
        sponsor_line=tuple(credit.line),
    )


def _returns(sold: SoldOrder) -> Iterator[ToldReturn]:
    before: Shares = {}
    for at, now in sold.returned:
        shares = tuple(
            {
                unit: now[each.line_id, unit] - before.get((each.line_id, unit), NOTHING)
                for unit in UNITS
            }
            for each in sold.lines
        )
        yield ToldReturn(sold.order_key, at, shares)
        before = now


@dataclass
class _Back:
    """What has been allotted to each line so far, by unit."""

    sold: SoldOrder
    lines: Volumes
    had: dict[str, dict[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.had = {each.line_id: dict.fromkeys((*UNITS, NET), 0) for each in self.sold.lines}

    def until(self, now: Shares, gone: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """What each line gets more, as of a moment; lines that get nothing are left out. `gone`:
        what of the whole order came back by then."""
        more = {line_id: dict.fromkeys((*UNITS, NET), 0) for line_id in self.had}
        for unit in UNITS:
            before = [each[unit] for each in self.had.values()]
            exact = [
                now[line_id, unit] * Fraction(self.lines[line_id][unit]) for line_id in self.had
            ]
            parts = allotted(exact, before, gone[unit] - sum(before))
            for line_id, part in zip(self.had, parts, strict=True):
                more[line_id][unit] = part
        nets = {each.line_id: each.net for each in self.sold.snapshot.items}
        for line_id, had in self.had.items():
            share = max(now[line_id, unit] for unit in UNITS)
            more[line_id][NET] = reversed_part(nets[line_id], share) - had[NET]
            for name, part in more[line_id].items():
                had[name] += part
        return {line_id: words for line_id, words in more.items() if any(words.values())}
