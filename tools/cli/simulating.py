"""`simulate`: what a plan would pay for what happened, without any AWS; or for a stack's orders."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from tools.cli import output, stack_facts
from tools.cli.errors import Misused
from tools.cli.plans import checked_plan
from tools.cli.stack_access import AsJson

if TYPE_CHECKING:
    from commissions.application.simulation.company_facts import CompanyFacts
    from commissions.application.simulation.outcome import Simulation
    from commissions.application.simulation.past_orders import PastOrders
    from commissions.domain.plans import Plan

PROBLEMS_SHOWN = 20
PlanFile = Annotated[Path, typer.Option(help="A plan as YAML.", metavar="FILE")]
FactsFile = Annotated[
    Path | None,
    typer.Option(help="What happened: members, orders, refunds as JSON.", metavar="FILE"),
]
OtherPlan = Annotated[
    Path | None, typer.Option(help="Another plan: who would win and lose.", metavar="FILE")
]
PeriodLabel = Annotated[str, typer.Option(help="Only this one, as of its close: 2026-10.")]
MemberId = Annotated[str, typer.Option(help="One person's lines, each with its reason.")]
PlotsFolder = Annotated[
    Path | None, typer.Option(help="A folder for pictures (SVG).", metavar="DIR")
]
OrdersOf = Annotated[
    str, typer.Option(help="Instead of --facts: a stack's orders of the --period.")
]
SavedFacts = Annotated[
    Path | None, typer.Option(help="Keep what the stack's orders say.", metavar="FILE")
]


def simulate(  # noqa: PLR0913, PLR0917 - a command's options
    plan: PlanFile,
    facts: FactsFile = None,
    against: OtherPlan = None,
    period: PeriodLabel = "",
    member: MemberId = "",
    plots: PlotsFolder = None,
    stack: OrdersOf = "",
    save_facts: SavedFacts = None,
    as_json: AsJson = False,
) -> None:
    """Computes what a plan would pay for what happened, and why. Without --stack it needs no AWS.

    The facts are a document that can be written by hand: docs/simulate.md.
    """
    from tools.cli import simulated_answer, simulated_plots, simulated_view

    if plots:
        simulated_plots.check_folder(plots)
    ours = checked_plan(plan, as_json, stands=True).plan
    theirs = checked_plan(against, as_json, stands=True).plan if against else None
    _check_currencies(ours, theirs)
    past = _past_orders(stack, facts, save_facts, period, [ours, theirs] if theirs else [ours])
    source = f"The orders of {stack}" if past else str(facts)
    company = _company(past.document if past else _document(facts), ours, source)
    if member and member not in {each.member_id for each in company.members}:
        raise Misused(f"--member {member} is no member of {source}.")
    outcome = _simulated(ours, company, period)
    other = _simulated(theirs, company, period) if theirs else None
    answer = simulated_answer.answer(outcome, other, member)
    screens = [simulated_view.screen(outcome, other, member)]
    if past:
        found = stack_facts.check(past, ours, company)
        answer |= {"stack": stack_facts.answer(past, found, ours)}
        screens.append(stack_facts.screen(past, found, ours))
    if plots:
        files = simulated_plots.write(plots, [outcome, other] if other else [outcome])
        answer |= {"plots": [str(each) for each in files]}
        screens.append(Text(f"Written: {', '.join(map(str, files))}.", "green"))
    output.respond(as_json, answer, *screens)


def _check_currencies(ours: "Plan", theirs: "Plan | None") -> None:
    if theirs and theirs.base_currency != ours.base_currency:
        raise Misused(
            f"One plan pays in {ours.base_currency} and the other in {theirs.base_currency}: "
            "there is nothing to compare."
        )


def _past_orders(
    stack: str, facts: Path | None, save_facts: Path | None, period: str, plans: "Sequence[Plan]"
) -> "PastOrders | None":
    """None where the facts are in a file. Raises Misused."""
    if not stack:
        if save_facts:
            raise Misused("--save-facts keeps what a stack has: name it with --stack.")
        return None
    if facts:
        raise Misused("Give either --facts or --stack: each says what happened.")
    if save_facts:
        stack_facts.check_folder(save_facts)
    past = stack_facts.gather(stack, period, plans)
    if save_facts:
        stack_facts.save(past.document, save_facts)
    return past


def _document(facts: Path | None) -> Any:
    """What the file says; raises Misused where it is no JSON."""
    from commissions.platforms.strict_json import NotJson, loads

    if facts is None:
        raise Misused("--facts FILE says what happened, or --stack NAME has it: docs/simulate.md.")
    try:
        return loads(facts.read_bytes())
    except NotJson as error:
        raise Misused(f"{facts}: {error}.") from None


def _company(document: Any, plan: "Plan", source: str) -> "CompanyFacts":
    """Days alone are read by the plan's clock. Raises Misused with what is wrong."""
    from commissions.application.simulation.facts_reading import read_facts
    from commissions.application.simulation.reading import FactsRefused

    try:
        return read_facts(document, plan.timezone, plan.base_currency)
    except FactsRefused as error:
        shown = error.problems[:PROBLEMS_SHOWN]
        more = len(error.problems) - len(shown)
        rest = [f"and {more} more"] if more else []
        raise Misused("\n".join([f"{source}: the facts are refused:", *shown, *rest])) from None


def _simulated(plan: "Plan", company: "CompanyFacts", period: str) -> "Simulation":
    from commissions.application.simulation.simulating import NoSuchPeriod, NotSimulated, simulate

    try:
        return simulate(plan, company, period)
    except NoSuchPeriod as error:
        raise Misused(f"--period: {error}.") from None
    except NotSimulated as error:
        raise Misused(f"{plan.plan_id} cannot be computed on these facts: {error}.") from None
