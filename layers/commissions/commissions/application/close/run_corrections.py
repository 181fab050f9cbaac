"""What comes of a closed period after its close, on columns: its run is closed again with what
stands of its orders now, and the differences are posted. By `domain.close.corrections`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.frozen_files import file_of
from commissions.application.close.frozen_sales import earned_by_owner
from commissions.application.close.period_columns import FrozenPeriod
from commissions.domain.close.average_return import average_returns
from commissions.domain.close.columns import Coded, LineColumns, SaleColumns
from commissions.domain.close.corrections import closed_again
from commissions.domain.close.difference import difference
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import Whole
from commissions.domain.close.results import PeriodAward
from commissions.domain.close.told import told_awards


def corrections_of(
    plan_document: dict[str, Any], before: ClosedColumns, inputs: Path, standing: Path
) -> list[PeriodAward]:
    """All that a closed period changed by since its close, sorted by key; what of it earlier
    corrections booked is `domain.close.corrections.not_booked` to take off.

    `before`: the run's close, computed again from its `inputs` (`close_period`); `standing`: of
    `freeze_standing`. Raises as `closed_columns` does.
    """
    # No state: where members stand in columns is said by the inputs alone.
    now = FrozenPeriod(inputs, CarriedState()).sales(standing)
    after = _again(plan_document, before, now)
    if plan_document["refunds"].get("rate", "line") == "period_average":
        was = before.close.period.sales
        new = earned_by_owner(file_of(standing, "earned"), len(was.ids))
        middle = _again(plan_document, before, joined(was, now, new))
        found = [*difference(before, middle), *average_returns(middle, after)]
    else:
        found = difference(before, after)
    told = [award for each in found for award in told_awards(each, after.close)]
    return sorted(told, key=lambda each: each.key)


def _again(document: dict[str, Any], before: ClosedColumns, sales: SaleColumns) -> ClosedColumns:
    return closed_again(document, before, replace(before.close.period, sales=sales))


def joined(was: SaleColumns, now: SaleColumns, earned: Mapping[str, int]) -> SaleColumns:
    """The orders of a close as they were, and behind them those that came late. `earned`: with
    these, by who is paid."""
    many = len(was.ids)

    def both(name: str) -> Any:
        return np.concatenate([getattr(was, name), getattr(now, name)[many:]])

    names = ("at", "seller", "buyer", "own", "participant", "first", "margin")
    return replace(
        now,
        **{name: both(name) for name in names},
        volumes=_both(was.volumes, now.volumes, many),
        earned=_both(was.earned, now.earned, many),
        earned_in_all=was.earned_in_all + sum(earned.values()),
        earned_by_owner=dict(Counter(was.earned_by_owner) + Counter(earned)),
        lines=_lines(was.lines, now.lines, many),
    )


def _both(was: Mapping[str, Whole], now: Mapping[str, Whole], many: int) -> dict[str, Whole]:
    """By name, with 0 where one of the two has nothing of it."""
    new = max((each.size for each in now.values()), default=many) - many
    nothing = np.zeros(many + new, dtype=np.int64)
    return {
        name: np.concatenate([was.get(name, nothing[:many]), now.get(name, nothing)[many:]])
        for name in dict.fromkeys([*was, *now])
    }


def _lines(was: LineColumns, now: LineColumns, many: int) -> LineColumns:
    new = now.sale >= many
    place = {
        word: code for code, word in enumerate(dict.fromkeys([*was.sku.words, *now.sku.words]))
    }
    codes = [
        np.array([place[word] for word in sku.words], dtype=np.int64)[sku.codes]
        for sku in (was.sku, now.sku)
    ]
    return LineColumns(
        sale=np.concatenate([was.sale, now.sale[new]]),
        sku=Coded(np.concatenate([codes[0], codes[1][new]]), tuple(place)),
        volumes={
            unit: np.concatenate([was.volumes[unit], now.volumes[unit][new]])
            for unit in was.volumes
        },
    )
