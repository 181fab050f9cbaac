"""Who qualifies with volume that was rolled in from those below who do not: one sweep over the tree
of the bonus as it is at the end of the period, from the deepest level up."""

from dataclasses import dataclass, field

import numpy as np

from commissions.domain.close.activity import kept_by_grace
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import NOT_GIVEN
from commissions.domain.close.conditions import compared, met
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.figures import UNITS, Figure
from commissions.domain.close.terms import POINT, Part


def qualified_with_rolled_in(bonus: Part, close: ClosingPeriod) -> Mask:
    """By member, with nobody, who does not."""
    sweep = _RollUp(bonus, close)
    forest = close.sold_in(bonus).forest
    layout = forest.layout
    found = np.zeros(close.nobody + 1, dtype=bool)
    for end, begin in zip(layout.levels[:0:-1], layout.levels[-2::-1], strict=True):
        nodes = layout.by_depth[begin:end]
        nodes = nodes[forest.node[forest.who[nodes]] == nodes]
        rows = forest.who[nodes]
        found[rows] = sweep.qualifies(rows)
        lost = ~found[rows]
        sweep.roll(rows[lost], forest.who[layout.parent[nodes[lost]]])
    return found


@dataclass(frozen=True)
class _RollUp:
    bonus: Part
    close: ClosingPeriod
    _with_rolled: dict[str, Whole] = field(default_factory=dict)
    _masks: dict[int, Mask] = field(default_factory=dict)

    def volumes(self, unit: str) -> Whole:
        """Own ones, and what was rolled in so far."""
        if unit not in self._with_rolled:
            self._with_rolled[unit] = self.close.volumes.own(unit).copy()
        return self._with_rolled[unit]

    def roll(self, rows: Places, above: Places) -> None:
        for unit in self.close.terms.document["volumes"]:
            volumes = self.volumes(unit)
            np.add.at(volumes, above, volumes[rows])

    def qualifies(self, rows: Places) -> Mask:
        may = self._meets(self.bonus.get("eligibility"), rows)
        by_active = self.bonus["compression"]["qualified_by"] == "active"
        return may & self._active(rows) if by_active else may

    def _active(self, rows: Places) -> Mask:
        given = self.close.period.members.judged_active[rows]
        status = self.close.terms.document.get("status")
        judged = self._meets(status["active"] if status else None, rows)
        judged = judged | kept_by_grace(self.close.judged.figures)[rows]
        return np.where(given == NOT_GIVEN, judged, given == 1)

    def _meets(self, condition: Part | None, rows: Places) -> Mask:
        def single(each: Part) -> Mask:
            if each["metric"] in UNITS:
                return self._own(each, rows)
            if id(each) not in self._masks:
                self._masks[id(each)] = self.close.judged.meets(each)
            return self._masks[id(each)][rows]

        everybody = np.ones(rows.size, dtype=bool)
        return everybody if condition is None else everybody & met(condition, single)

    def _own(self, condition: Part, rows: Places) -> Mask:
        unit = condition["metric"]
        this = self.volumes(unit)[rows]
        figures = self.close.judged.figures
        own = figures.over_periods(this, unit, condition.get("window"), rows)
        return compared(Figure(own, POINT), condition)
