"""Runs vectors, and says which came out as they should."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.vectors import binary_vectors, placement_vectors, seat_vectors
from tools.vectors.level_vectors import level_walk
from tools.vectors.shown import InAnyOrder
from tools.vectors.vector import Vector

Calculator = Callable[[Vector], Mapping[str, Any]]
CALCULATORS: Mapping[str, Calculator] = {
    "best_tier": seat_vectors.best_tier,
    "binary": binary_vectors.binary,
    "binary_all": binary_vectors.binary_all,
    "binary_lots": seat_vectors.binary_lots,
    "binary_ratio": binary_vectors.binary_ratio,
    "binary_steps": binary_vectors.binary_steps,
    "capacity": placement_vectors.capacities,
    "capacity_with_root": placement_vectors.capacities_with_root,
    "cap_excess": binary_vectors.cap_excess,
    "cycles_by_pv": binary_vectors.cycles_by_pv,
    "cycles_either": binary_vectors.cycles_either,
    "first_pair": seat_vectors.first_pair,
    "first_pair_periods": seat_vectors.first_pair_periods,
    "leg_counts": seat_vectors.leg_counts,
    "level_walk": level_walk,
    "pair_ceiling": seat_vectors.pair_ceiling,
    "weak_leg_gate": seat_vectors.weak_leg_gate,
}
"""By the name in `plan_parameters.calculator`: each builds a plan and facts, and runs them."""
COMMENTS: Mapping[str, str] = {
    "wrong": "what another program paid",
    "published": "what the source printed",
    "second_run": "whether a period is closed already is for the register of closes",
}
"""Keys of `expected` that are no plan's computation, and why."""


@dataclass(frozen=True, slots=True)
class Run:
    vector: Vector
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.problems


def run(vector: Vector) -> Run:
    """Raises nothing: what goes wrong is a problem of the vector's."""
    calculator = CALCULATORS.get(vector.calculator)
    if calculator is None:
        return Run(vector, (f"no calculator is called {vector.calculator!r}",))
    try:
        found = calculator(vector)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Run(vector, (f"{type(error).__name__}: {error}",))
    return Run(vector, tuple(_differences(vector, found)))


def _differences(vector: Vector, found: Mapping[str, Any]) -> list[str]:
    return [
        f"{key}: expected {wanted}, found {found.get(key, 'nothing')}"
        for key, wanted in vector.expected.items()
        if key not in COMMENTS and not _same(wanted, found.get(key))
    ]


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(found, InAnyOrder):
        return isinstance(wanted, list) and sorted(map(str, wanted)) == sorted(map(str, found))
    return bool(wanted == found)
