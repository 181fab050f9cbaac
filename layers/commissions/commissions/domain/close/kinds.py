"""The kinds of bonuses that a close computes in columns: a module each."""

from collections.abc import Callable, Mapping

from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.figures import NotInColumns
from commissions.domain.close.levels import level_awards
from commissions.domain.close.terms import Part

Kind = Callable[[Part, ClosingPeriod], AwardColumns]

KINDS: Mapping[str, Kind] = {
    "levels": level_awards,
}
"""A new kind is a module and a line here."""


def kind_of(bonus: Part) -> Kind:
    """Raises NotInColumns for a kind that has no module."""
    if bonus["kind"] not in KINDS:
        known = ", ".join(KINDS)
        raise NotInColumns(
            f"bonus {bonus['id']} is of kind {bonus['kind']}: in columns are {known}"
        )
    return KINDS[bonus["kind"]]
