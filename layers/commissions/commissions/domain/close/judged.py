"""How a period judged everybody: activity, ranks, titles; and who may be paid by a bonus."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from commissions.domain.close.activity import active_members, periods_missed
from commissions.domain.close.below_ranks import legs_with_rank, personal_group
from commissions.domain.close.columns import NOT_GIVEN, Coded
from commissions.domain.close.conditions import compared, met, wanted_words
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.figures import Figure, MemberFigures
from commissions.domain.close.ranks import paid_ranks
from commissions.domain.close.terms import Part, PlanTerms

ONE_RANK = "one_rank"


@dataclass(frozen=True)
class Judged:
    """Columns of members, with nobody's slot: nobody is not active and has no rank."""

    figures: MemberFigures
    active: Mask
    before: Places
    """The height of the title before the period."""
    paid_as: Places
    title: Places
    periods_below: Places
    _eligible: dict[str, Mask] = field(default_factory=dict)
    _qualified: dict[str, Mask] = field(default_factory=dict)

    @property
    def terms(self) -> PlanTerms:
        return self.figures.terms

    @cached_property
    def periods_missed(self) -> Places:
        """For the next period."""
        return periods_missed(self.figures)

    def rank(self, *, by_title: bool) -> Places:
        return self.title if by_title else self.paid_as

    def pay_rank(self, bonus: Part) -> Places:
        """The height of the rank that a bonus pays by."""
        return self.rank(by_title=self.terms.pays_by_title(bonus))

    def eligible(self, bonus: Part) -> Mask:
        """Who meets the bonus's own condition; nobody does not."""
        if bonus["id"] not in self._eligible:
            everybody = np.ones(self.active.size, dtype=bool)
            everybody[-1] = False
            condition = bonus.get("eligibility")
            may = everybody if condition is None else everybody & self.meets(condition)
            self._eligible[bonus["id"]] = may
        return self._eligible[bonus["id"]]

    def qualified(self, bonus: Part) -> Mask:
        if bonus["id"] not in self._qualified:
            self._qualified[bonus["id"]] = self.active & self.eligible(bonus)
        return self._qualified[bonus["id"]]

    def given(self, eligible: Mapping[str, Mask]) -> "Judged":
        """With who meets the conditions of some bonuses, where that is not to be judged."""
        return replace(self, _eligible=dict(eligible), _qualified={})

    def meets(self, condition: Part) -> Mask:
        return np.ones(self.active.size, dtype=bool) & met(condition, self._single)

    def figure(self, condition: Part) -> Figure:
        if condition["metric"] == "legs_with_rank":
            return legs_with_rank(self.figures, condition, self.paid_as)
        if condition["metric"] == "pgv":
            return personal_group(self.figures, self.paid_as)
        return self.figures.of(condition)

    def _single(self, condition: Part) -> Mask:
        if condition["metric"] == "status":
            return self.figures.period.members.status.among(wanted_words(condition))
        if condition["metric"] == "rank":
            return self._has_rank(condition)
        return compared(self.figure(condition), condition)

    def _has_rank(self, condition: Part) -> Mask:
        if condition["op"] == ">=":
            return np.asarray(self.paid_as >= self.terms.height(condition["value"]))
        return np.isin(self.paid_as, [self.terms.height(each) for each in wanted_words(condition)])


def judged(figures: MemberFigures) -> Judged:
    members = figures.period.members
    figures = replace(figures, active=active_members(figures))
    before = _heights(members.title, figures.terms)
    paid_as = paid_ranks(figures, before)
    title, below = _titles(figures.terms, paid_as, before, members.periods_below)
    if members.judged_title is not None:
        given = members.judged_title.codes != NOT_GIVEN
        title = np.where(given, _heights(members.judged_title, figures.terms), title)
        below = np.where(given, members.periods_below, below)
    active = figures.active if figures.active is not None else np.zeros(0, dtype=bool)
    return Judged(figures, active, before, paid_as, title, below)


def _heights(column: Coded, terms: PlanTerms) -> Places:
    return np.array([*map(terms.height, column.words), 0])[column.codes]


def _titles(
    terms: PlanTerms, paid_as: Places, before: Places, below_before: Places
) -> tuple[Places, Places]:
    """The title after the period, and for how many periods the paid rank has been under it."""
    patience = np.array([0, *(int(rank.get("demote_after") or 0) for rank in terms.ranks)])
    by_one = np.array([False, *(rank.get("demotion") == ONE_RANK for rank in terms.ranks)])
    below = below_before + 1
    falls = (patience[before] > 0) & (below >= patience[before])
    fallen = np.where(by_one[before], before - 1, paid_as)
    kept = paid_as >= before
    title = np.where(kept, paid_as, np.where(falls, fallen, before))
    return title, np.where(kept | falls, 0, below)
