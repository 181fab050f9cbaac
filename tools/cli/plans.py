"""`plan`: whether a compensation plan is right, what it says, what changes, and publishing it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import action_view, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.care.plan_versions import StandingVersions
    from commissions.domain.actions.action import Action, Actor
    from commissions.plan_schema import CheckedPlan
    from commissions.plan_schema.wording.plan_sentences import Section

app = typer.Typer(no_args_is_help=True, help="Compensation plans: checked, told, published.")
PlanPath = Annotated[Path, typer.Argument(help="A plan as YAML.", metavar="FILE")]
DRY = "Nothing was published: --apply publishes it, and what is published stays for ever."


@app.command()
def check(file: PlanPath, as_json: AsJson = False) -> None:
    """Whether a plan can be published: every problem by its line, or its worst case.

    Exit code 1 where it cannot.
    """
    plan = checked_plan(file, as_json)
    answer = {"plan": _named(plan), "warnings": plan.warnings, "worst_case": _worst(plan)}
    output.respond(as_json, answer, _verdict(plan))


@app.command()
def show(file: PlanPath, as_json: AsJson = False) -> None:
    """What a plan says, a sentence for each choice; of a version that was published too."""
    plan = checked_plan(file, as_json, stands=True)
    from commissions.plan_schema.wording.plan_sentences import plan_sentences

    sections = plan_sentences(plan.words)
    output.respond(as_json, _answer(sections), _sections(sections))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The plan as it is.")],
    new: Annotated[Path, typer.Argument(help="The plan as it is to be.")],
    as_json: AsJson = False,
) -> None:
    """What changes for whom from one version of a plan to another."""
    before, after = (checked_plan(each, as_json, stands=True) for each in (old, new))
    from commissions.plan_schema.wording.differences import differences

    sections = differences(before.words, after.words)
    output.respond(as_json, _answer(sections), _sections(sections, "Nothing changes."))


@app.command()
def schema() -> None:
    """The JSON Schema of a plan, for editors."""
    from commissions.plan_schema.editor_schema import as_text

    sys.stdout.write(as_text())


@app.command()
def publish(  # noqa: PLR0913, PLR0917 - an option is a parameter
    file: PlanPath,
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Publish it, or say what would happen.")
    ] = False,
    propose: Annotated[
        bool,
        typer.Option("--propose", help="Put it before a second person, even where one is enough."),
    ] = False,
    why: Annotated[str, typer.Option(help="Why, for whoever has to agree, and the log.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Publishes a plan's version: it never changes, and takes effect on its first day."""
    plan = checked_plan(file, as_json)
    select_stack(stack)
    from commissions.application.care import plan_versions

    standing = plan_versions.standing(plan.plan)
    action = None
    if (apply or propose) and not standing.published:
        action = _submitted(plan, actor(stack, in_person=propose), why, ask=propose)
    applied = action_view.is_applied(action)
    answer = {
        "plan": _named(plan),
        "published": standing.published or applied,
        "before": list(standing.versions),
        "applied": applied,
    }
    told = _publication(plan, standing, action)
    output.respond(as_json, answer | action_view.reference(action), told)


def _submitted(plan: "CheckedPlan", me: "Actor", why: str, *, ask: bool) -> "Action":
    """Published, or put before a second person where it takes one."""
    from commissions.application.actions import plan_publication
    from commissions.application.actions.proposing import ActionRequest, submit

    request = ActionRequest(
        kind=plan_publication.PLAN_PUBLICATION.name,
        target=plan_publication.target_of(plan),
        payload=plan_publication.payload_of(plan),
        why=why,
        ask=ask,
    )
    return submit(request, me, datetime.now(UTC))


def checked_plan(file: Path, as_json: bool, *, stands: bool = False) -> "CheckedPlan":
    """The plan of a file; with any problem it tells all of them, and ends. `stands`: it may be a
    version that was published, in words that no new one can have."""
    from commissions.application.care import plan_draft
    from commissions.application.company_files.problems import Problem

    if not file.is_file():
        raise Misused(f"{file} is no file.")
    try:
        return plan_draft.check(file.read_text(encoding="utf-8-sig"), stands=stands)
    except UnicodeDecodeError:
        told = [str(Problem(file.name, 0, "", "is not in UTF-8"))]
    except plan_draft.DraftRefused as error:
        found = error.problems
        told = [str(Problem(file.name, each.line, each.path, each.reason)) for each in found]
    output.respond(as_json, {"problems": told}, _problems(told))
    raise typer.Exit(REFUSED)


def _problems(told: list[str]) -> RenderableType:
    count = f"{len(told)} problem{'s' if len(told) > 1 else ''}"
    return Group(*(Text(each) for each in told), Text(f"Not to be published: {count}.", "red"))


def _named(plan: "CheckedPlan") -> dict[str, Any]:
    head = plan.words.plan
    return {"id": head.id, "version": head.version, "effective_from": head.effective_from}


def _worst(plan: "CheckedPlan") -> dict[str, Any]:
    """Shares as percentages."""
    from commissions.plan_schema.worst_case import percent

    worst = plan.worst_case
    return {
        "of": worst.volume,
        "at_order": percent(worst.at_order),
        "bounded": percent(worst.bounded),
        "parts": {name: percent(share) for name, share in worst.parts.items()},
        "unbounded": list(worst.unbounded),
        "unheld": list(worst.unheld),
    }


def _verdict(plan: "CheckedPlan") -> RenderableType:
    head = plan.words.plan
    bonuses = ", ".join(bonus.id for bonus in plan.words.bonuses)
    fine = f"{head.id} version {head.version} can be published, from {head.effective_from} on."
    return Group(
        Text(fine, "green"),
        Text(f"Bonuses: {bonuses}."),
        *map(Text, plan.worst_case.sentences()),
        *(Text(each, "yellow") for each in plan.warnings),
    )


def _answer(sections: "list[Section]") -> dict[str, list[str]]:
    return dict(sections)


def _sections(sections: "list[Section]", nothing: str = "") -> RenderableType:
    if not sections:
        return Text(nothing, "green")
    parts: list[RenderableType] = []
    for title, sentences in sections:
        parts += [Text(title, "bold cyan"), *(output.indented(Text(each)) for each in sentences)]
    return Group(*parts)


def _publication(
    plan: "CheckedPlan", standing: "StandingVersions", action: "Action | None"
) -> RenderableType:
    head = plan.words.plan
    name = f"{head.id} version {head.version}"
    if standing.published:
        return Text(f"{name} is published already, with just this content.", "green")
    since = f"from {head.effective_from} on ({head.timezone})"
    before = f"Published so far: {', '.join(standing.versions) or 'none'}."
    if action_view.is_applied(action):
        return Group(Text(before), Text(f"{name} is published, in force {since}.", "green"))
    would = Text(f"{name} would be in force {since}.")
    return Group(Text(before), would, *(action_view.what_waits(action) or [Text(DRY, "cyan")]))
