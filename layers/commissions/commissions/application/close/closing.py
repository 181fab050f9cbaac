"""The close of a period from its frozen inputs and what the close before left."""

from pathlib import Path
from typing import Any

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.judged_windows import judged_elsewhere, windows_over
from commissions.application.close.period_columns import FrozenPeriod
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns


def close_period(
    inputs: Path, before: CarriedState, plan_document: dict[str, Any]
) -> ClosedColumns:
    """`inputs`: of `freeze_inputs` under the same plan; `before`: what the plan's close before
    left, of whatever kind of period (`read_state`), or `CarriedState()` before the first.

    Raises as `closed_columns` does; StandsAboveItself, TooManyLevels.
    """
    return closed_columns(plan_document, columns_to_close(inputs, before, plan_document))


def columns_to_close(
    inputs: Path, before: CarriedState, plan_document: dict[str, Any]
) -> PeriodColumns:
    """What a close is computed from, with what is judged by another period than closes."""
    frozen = FrozenPeriod(inputs, windows_over(plan_document, inputs, before))
    return judged_elsewhere(plan_document, frozen, frozen.columns())
