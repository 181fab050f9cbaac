"""A simulation in two pictures: payout by period, and how earnings are spread."""

from collections.abc import Sequence
from pathlib import Path

from commissions.application.simulation.outcome import Simulation
from commissions.domain.people.upline import PARTICIPANT
from commissions.pages.plots.earnings import PlanEarnings, earnings_distribution
from commissions.pages.plots.payout import PeriodPayout, PlanPayout, payout_by_period
from tools.cli.errors import Misused

PAYOUT, EARNINGS = "payout.svg", "earnings.svg"


def check_folder(folder: Path) -> None:
    """Raises Misused before anything is computed."""
    if folder.exists() and not folder.is_dir():
        raise Misused(f"--plots {folder} is a file: name a folder.")
    if not folder.exists() and not folder.parent.is_dir():
        raise Misused(f"--plots {folder}: {folder.parent} is no folder: make it first.")


def write(folder: Path, outcomes: Sequence[Simulation]) -> list[Path]:
    """Into the folder, which is made if it is not there. `outcomes`: of one plan, or of two on the
    same facts."""
    folder.mkdir(exist_ok=True)
    pictures = {
        folder / PAYOUT: payout_by_period([*map(_payout, outcomes)]),
        folder / EARNINGS: earnings_distribution([*map(_earnings, outcomes)]),
    }
    for file, picture in pictures.items():
        file.write_text(picture, encoding="utf-8")
    return list(pictures)


def _payout(outcome: Simulation) -> PlanPayout:
    """What earlier periods get back is told with the close."""
    return PlanPayout(
        name=_name(outcome),
        currency=outcome.currency,
        periods=[
            PeriodPayout(
                period=row.period,
                volume=row.volume,
                with_orders=row.with_orders + row.taken_back,
                at_close=row.at_close + row.corrections,
            )
            for row in outcome.rows
        ],
        cap=outcome.cap,
    )


def _earnings(outcome: Simulation) -> PlanEarnings:
    """Of the distributors, and of customers who earned anything all the same."""
    earned = [each.earned for each in outcome.members if each.kind == PARTICIPANT or each.earned]
    return PlanEarnings(name=_name(outcome), currency=outcome.currency, earned=earned)


def _name(outcome: Simulation) -> str:
    return f"{outcome.plan_id} version {outcome.version}"
