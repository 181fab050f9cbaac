"""The close of a period from its frozen inputs and what the close before left."""

from pathlib import Path
from typing import Any

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.judged_windows import judged_elsewhere, windows_over
from commissions.application.close.period_columns import FrozenPeriod
from commissions.domain.close.engine import ClosedColumns, closed_columns


def close_period(
    inputs: Path, before: CarriedState, plan_document: dict[str, Any]
) -> ClosedColumns:
    """`inputs`: of `freeze_inputs` under the same plan; `before`: what the plan's close before
    left, of whatever kind of period (`read_state`), or `CarriedState()` before the first.

    Raises as `closed_columns` does; StandsAboveItself, TooManyLevels.
    """
    state = windows_over(plan_document, inputs, before)
    frozen = FrozenPeriod(inputs, state)
    return closed_columns(plan_document, judged_elsewhere(plan_document, frozen, frozen.columns()))
