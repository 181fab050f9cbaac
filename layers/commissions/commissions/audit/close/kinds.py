"""The kinds of bonuses that a close computes: a module each."""

from collections.abc import Callable, Mapping

from commissions.audit.close.binary import binary_awards
from commissions.audit.close.breakaway import breakaway_awards
from commissions.audit.close.context import Close
from commissions.audit.close.customer import customer_awards
from commissions.audit.close.differential import differential_awards
from commissions.audit.close.fast_start import fast_start_awards
from commissions.audit.close.generation import generation_awards
from commissions.audit.close.infinity import infinity_awards
from commissions.audit.close.levels import level_awards
from commissions.audit.close.matching import matching_awards
from commissions.audit.close.pool import pool_awards
from commissions.audit.close.rank_advance import rank_advance_awards
from commissions.audit.close.sheet import Words
from commissions.domain.close.results import PeriodAward

KINDS: Mapping[str, Callable[[Words, Close], list[PeriodAward]]] = {
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
