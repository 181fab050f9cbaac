"""The kinds of bonuses that a close computes in columns: a module each."""

from collections.abc import Callable, Mapping

from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.binary_awards import binary_awards
from commissions.domain.close.breakaway import breakaway_awards
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.differential import differential_awards
from commissions.domain.close.direct import customer_awards, rank_advance_awards
from commissions.domain.close.fast_start import fast_start_awards
from commissions.domain.close.figures import NotInColumns
from commissions.domain.close.generation import generation_awards
from commissions.domain.close.infinity import infinity_awards
from commissions.domain.close.levels import level_awards
from commissions.domain.close.matching import matching_awards
from commissions.domain.close.pool import pool_awards
from commissions.domain.close.terms import Part

Kind = Callable[[Part, ClosingPeriod], AwardColumns]

KINDS: Mapping[str, Kind] = {
    "binary": binary_awards,
    "breakaway": breakaway_awards,
    "customer": customer_awards,
    "differential": differential_awards,
    "fast_start": fast_start_awards,
    "generation": generation_awards,
    "infinity": infinity_awards,
    "levels": level_awards,
    "matching": matching_awards,
    "pool": pool_awards,
    "rank_advance": rank_advance_awards,
    "retail_margin": customer_awards,
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
