"""Runs vectors, and says which came out as they should."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.vectors import (
    binary_vectors,
    breakaway_vectors,
    differential_vectors,
    leader_vectors,
    leg_case_vectors,
    line_vectors,
    matching_vectors,
    matrix_vectors,
    money_vectors,
    payout_vectors,
    pool_vectors,
    rank_vectors,
    refund_vectors,
    seat_vectors,
)
from tools.vectors.closing import NotComputed
from tools.vectors.level_vectors import level_walk
from tools.vectors.shown import InAnyOrder, NotOurs
from tools.vectors.vector import Vector

Calculator = Callable[[Vector], Mapping[str, Any]]
CALCULATORS: Mapping[str, Calculator] = {
    "achieve_maintain": rank_vectors.achieve_maintain,
    "active_window": rank_vectors.active_window,
    "aggregate_cap": pool_vectors.aggregate_cap,
    "best_tier": seat_vectors.best_tier,
    "binary": binary_vectors.binary,
    "binary_all": binary_vectors.binary_all,
    "binary_lots": seat_vectors.binary_lots,
    "binary_ratio": leg_case_vectors.binary_ratio,
    "binary_steps": leg_case_vectors.binary_steps,
    "bracket_differential": differential_vectors.bracket_differential,
    "bracket_net": differential_vectors.bracket_net,
    "bracket_personal": differential_vectors.bracket_personal,
    "breakaway_overrides": breakaway_vectors.breakaway_overrides,
    "cap_excess": leg_case_vectors.cap_excess,
    "capacity": matrix_vectors.capacity,
    "capacity_with_root": matrix_vectors.capacity_with_root,
    "coded_match": matching_vectors.coded_match,
    "commission_base": money_vectors.commission_base,
    "cycles_by_pv": leg_case_vectors.cycles_by_pv,
    "cycles_either": leg_case_vectors.cycles_either,
    "diff_incl_buyer": differential_vectors.buyer_included,
    "differential": differential_vectors.highest_between,
    "direct_indirect_leadership": breakaway_vectors.direct_indirect_leadership,
    "first_pair": seat_vectors.first_pair,
    "first_pair_periods": seat_vectors.first_pair_periods,
    "fixed_depth": line_vectors.fixed_depth,
    "fund_scaled": pool_vectors.fund_scaled,
    "fx": payout_vectors.fx,
    "fx_sum": money_vectors.fx_sum,
    "generation": leader_vectors.generation,
    "generation_title": leader_vectors.generation_title,
    "gv_boundary": rank_vectors.gv_boundary,
    "infinity": leader_vectors.infinity,
    "infinity_until_start": leader_vectors.infinity_until_start,
    "leadership_guarantee": breakaway_vectors.leadership_guarantee,
    "leg_cap": rank_vectors.leg_cap,
    "leg_counts": seat_vectors.leg_counts,
    "leg_gate": rank_vectors.leg_gate,
    "legs_with_rank_volume": rank_vectors.legs_with_rank_volume,
    "level_plus_generation": leader_vectors.level_plus_generation,
    "level_walk": level_walk,
    "levels_by_legs": line_vectors.levels_by_legs,
    "line_rates": line_vectors.line_rates,
    "lower_package": line_vectors.lower_package,
    "marginal_blocks": differential_vectors.marginal_blocks,
    "match_by_generation": matching_vectors.match_by_generation,
    "match_by_level": matching_vectors.match_by_level,
    "match_cases": matching_vectors.match_cases,
    "match_upline": matching_vectors.match_upline,
    "matrix": matrix_vectors.matrix,
    "negative_balance": payout_vectors.negative_balance,
    "netting": payout_vectors.netting,
    "override_tiers": breakaway_vectors.override_tiers,
    "pair_ceiling": seat_vectors.pair_ceiling,
    "partial_refund": refund_vectors.partial_refund,
    "pass_up": line_vectors.pass_up,
    "payout_balance": payout_vectors.payout_balance,
    "pool": pool_vectors.pool,
    "pool_by_position": pool_vectors.pool_by_position,
    "pro_rata": pool_vectors.pro_rata,
    "reconcile": money_vectors.reconcile,
    "refund_cutoff": refund_vectors.refund_cutoff,
    "refund_month": refund_vectors.refund_month,
    "retail_plus_bracket": differential_vectors.retail_plus_bracket,
    "rounding": money_vectors.rounding,
    "sponsor_as_of": line_vectors.sponsor_as_of,
    "stairstep": breakaway_vectors.stairstep,
    "tenure_activity": rank_vectors.tenure_activity,
    "three_trees": line_vectors.three_trees,
    "title_paid_as": rank_vectors.title_paid_as,
    "two_min": rank_vectors.two_min,
    "volume_rollup": line_vectors.volume_rollup,
    "weak_leg_gate": seat_vectors.weak_leg_gate,
}
"""By the name in `plan_parameters.calculator`: each builds a plan and facts, and runs them."""
LISTED: Mapping[str, str] = {
    "board_cycles": "a bonus on completed boards pays for recruitment: a plan cannot have one",
    "coupon_use": "how many coupons a member uses is the member's request, not the plan's result",
    "retail_tests": "the retail gate's rule files come with the compliance of periods",
    "reversal": "it lets a refund after 14 days take nothing back; here every refund does",
    "seed_table": "the source gives neither prices nor rates to compute it from",
}
"""Calculators that are no plan's computation, and the part of the product that they wait for."""
COMMENTS: Mapping[str, str] = {
    "wrong": "what another program paid",
    "published": "what the source printed",
    "printed_year": "what the source printed",
    "text_12pct": "another example that the source's text tells besides",
    "second_run": "whether a period is closed already is for the register of closes",
    "bonus of leg_cap": "the amount stands in no parameter",
    "split of leg_cap": "neither the amount nor its parts stand in a parameter",
}
"""Keys of `expected` that are no plan's computation, and why; some only of one calculator."""


DISPUTED: Mapping[str, str] = {}
"""By name, vectors that we believe to be wrong, and why (docs/vectors.md has the numbers)."""


@dataclass(frozen=True, slots=True)
class Run:
    vector: Vector
    problems: tuple[str, ...] = ()
    listed: str = ""
    """Why it is not run; empty where it is."""
    notes: tuple[str, ...] = ()
    """What of one that was run has nothing to be compared with."""

    @property
    def passed(self) -> bool:
        return not self.problems and not self.listed


def run(vector: Vector) -> Run:
    """Raises nothing: what goes wrong is a problem of the vector's."""
    if vector.calculator in LISTED:
        return Run(vector, listed=LISTED[vector.calculator])
    calculator = CALCULATORS.get(vector.calculator)
    if calculator is None:
        return Run(vector, (_unknown(vector.calculator),))
    try:
        found = calculator(vector)
    except NotComputed as error:
        return Run(vector, listed=str(error))
    except KeyError as error:
        return Run(vector, (f"{error} is not stated, or is no figure of {vector.calculator}",))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Run(vector, (f"cannot be run as {vector.calculator}: {error}",))
    return Run(vector, tuple(_differences(vector, found)), notes=tuple(_notes(found)))


def _unknown(calculator: str) -> str:
    known = ", ".join(sorted({*CALCULATORS, *LISTED}))
    if not calculator:
        return "plan_parameters.calculator has to be stated"
    return f"plan_parameters.calculator: nothing is called {calculator!r} here; known are {known}"


def _differences(vector: Vector, found: Mapping[str, Any]) -> list[str]:
    return [
        f"{key}: expected {wanted}, found {found.get(key, 'nothing')}"
        for key, wanted in vector.expected.items()
        if not {key, f"{key} of {vector.calculator}"} & COMMENTS.keys()
        and not _same(wanted, found.get(key))
    ]


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(found, InAnyOrder):
        return isinstance(wanted, list) and sorted(map(str, wanted)) == sorted(map(str, found))
    if isinstance(found, list) and isinstance(wanted, list):
        return len(wanted) == len(found) and all(map(_same, wanted, found))
    return isinstance(found, NotOurs) or bool(wanted == found)


def _notes(found: Mapping[str, Any]) -> list[str]:
    return [
        f"{key}[{place}] is not compared: {value.reason}"
        for key, values in found.items()
        for place, value in enumerate(values if isinstance(values, list) else ())
        if isinstance(value, NotOurs)
    ]
