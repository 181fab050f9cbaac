"""Columns of orders, and of words."""

from collections.abc import Mapping, Sequence

from commissions.domain.close.columns import NOT_GIVEN, Coded, LineColumns, integers
from commissions.domain.close.exact import Whole, summable
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.terms import whole


def coded(words: Sequence[str | None]) -> Coded:
    places: dict[str, int] = {}
    codes = [NOT_GIVEN if word is None else places.setdefault(word, len(places)) for word in words]
    return Coded(integers(codes), tuple(places))


def by_unit(rows: Sequence[Mapping[str, int]]) -> Mapping[str, Whole]:
    units = dict.fromkeys(unit for row in rows for unit in row)
    return {unit: summable(whole([row.get(unit, 0) for row in rows])) for unit in units}


def earned_by(sales: Sequence[SaleFacts]) -> Mapping[str, Whole]:
    bonuses = dict.fromkeys(bonus for sale in sales for bonus, _ in sale.earned)
    return {
        bonus: whole([sale.earned.get((bonus, sale.seller), 0) for sale in sales])
        for bonus in bonuses
    }


def lines_of(sales: Sequence[SaleFacts]) -> LineColumns:
    rows = [(number, line) for number, sale in enumerate(sales) for line in sale.lines]
    return LineColumns(
        sale=integers([number for number, _ in rows]),
        sku=coded([line.sku for _, line in rows]),
        volumes=by_unit([line.volumes for _, line in rows]),
    )
