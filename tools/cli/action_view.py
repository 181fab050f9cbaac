"""How an action on record looks: what it would do to whom, who proposed it, who agreed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.actions.action import APPLIED, APPROVED, FAILED, PROPOSED, Action
from tools.cli import formats, output
from tools.cli.errors import Refused
from tools.cli.stack_access import LOCAL

if TYPE_CHECKING:
    from commissions.domain.actions.action import EffectLine

SEEN = 12


def is_applied(action: Action | None) -> bool:
    """Whether it was done. Raises Refused where it had to be left undone for good."""
    if action is not None and action.state == FAILED:
        raise Refused(f"Action {action.action_id} failed, nothing was done: {action.outcome}.")
    return action is not None and action.state == APPLIED


def reference(action: Action | None) -> dict[str, Any]:
    """Of what waits, for machines."""
    if action is None or action.state != PROPOSED:
        return {}
    return {
        "action": action.action_id,
        "state": action.state,
        "seen": action.draft.digest[:SEEN],
        "expires_at": action.expires_at,
    }


def what_waits(action: Action | None) -> list[RenderableType]:
    """That somebody else has to agree, and how; nothing where nobody has to."""
    if action is None or action.state != PROPOSED:
        return []
    until = formats.moment(action.expires_at)
    return [
        Text(
            f"It waits for a second person, until {until} UTC: action {action.action_id}", "yellow"
        ),
        Text(f"Another person: `commissions actions show {action.action_id}`", "cyan"),
    ]


def answer(action: Action, now: datetime) -> dict[str, Any]:
    """An action for machines: amounts in minor units, volumes in hundredths."""
    draft = action.draft
    return {
        "action": action.action_id,
        "kind": draft.kind,
        "target": draft.target,
        "state": action.state_at(now),
        "by": draft.by,
        "why": draft.why,
        "proposed_at": action.proposed_at,
        "expires_at": action.expires_at,
        "agreed_by": action.agreed_by,
        "agreed_at": action.agreed_at,
        "ended_by": action.ended_by,
        "ended_at": action.ended_at,
        "outcome": action.outcome,
        "seen": draft.digest[:SEEN],
        "digest": draft.digest,
        "effect": draft.effect,
    }


def listed(actions: list[Action], now: datetime) -> RenderableType:
    if not actions:
        return Text("Nothing waits for a second person.", "green")
    return Group(*(_in_short(each, now) for each in actions))


def _in_short(action: Action, now: datetime) -> RenderableType:
    draft = action.draft
    moves = f"moves {moved}, " if (moved := _moved(action)) else ""
    proposed = f"{moves}proposed by {draft.by}: {draft.why or 'no reason given'}"
    cut_off = f"Whoever runs `{_approves(action)} --apply` brings it to its end."
    more = [output.indented(Text(cut_off, "cyan"))] if action.state == APPROVED else []
    return Group(
        Text.assemble(
            (action.action_id, "bold cyan"), f"  {draft.kind}  ", (_state(action, now), "yellow")
        ),
        output.indented(Text(draft.target)),
        output.indented(Text(proposed)),
        *more,
    )


def screen(action: Action, now: datetime) -> RenderableType:
    """All of it: what is agreed to is this."""
    draft = action.draft
    head = Text.assemble(
        (action.action_id, "bold cyan"), f"  {draft.kind}  {draft.target}  ", (_state(action, now))
    )
    said = [output.indented(Text(f"{name}: {each}")) for name, each in draft.effect.says]
    parts: list[RenderableType] = [head, *said]
    if draft.effect.lines:
        grid = output.table("who", ">stands", ">would stand", ">change")
        parts += [Text(), output.indented(output.rows(grid, draft.effect.lines, _cells)), Text()]
    proposed = f"proposed by {draft.by}, {formats.moment(action.proposed_at)} UTC"
    parts.append(output.indented(Text(f"{proposed}: {draft.why or 'no reason given'}")))
    if action.agreed_at:
        who = action.agreed_by or "one person is enough"
        parts.append(
            output.indented(Text(f"agreed: {who}, {formats.moment(action.agreed_at)} UTC"))
        )
    if action.ended_at:
        by = f" by {action.ended_by}" if action.ended_by else ""
        end = f"{action.state}{by}, {formats.moment(action.ended_at)} UTC: {action.outcome}"
        parts.append(output.indented(Text(end)))
    return Group(*parts)


def how_to_approve(action: Action, stack: str) -> RenderableType:
    """The line that agrees to just this; or of what is approved, that brings it to its end."""
    of = f" --stack {stack}" if stack != LOCAL else " --as NAME"
    line = f"`{_approves(action)}{of} --apply`"
    if action.state == APPROVED:
        return Text(f"It is approved and not done yet: {line} brings it to its end.", "cyan")
    return Text(f"Nothing was approved: {line} approves just this, and does it.", "cyan")


def _approves(action: Action) -> str:
    seen = action.draft.digest[:SEEN]
    return f"commissions actions approve {action.action_id} --seen {seen}"


def _moved(action: Action) -> str:
    effect = action.draft.effect
    sums = [formats.amount(moved, unit) for unit, moved in sorted(effect.moved().items())]
    return ", ".join(sums)


def _state(action: Action, now: datetime) -> str:
    match state := action.state_at(now):
        case _ if state == PROPOSED:
            return f"waits until {formats.moment(action.expires_at)}"
        case _ if state == APPROVED:
            since = f" since {formats.moment(action.agreed_at)} UTC" if action.agreed_at else ""
            return f"approved{since}, and not done"
    return state


def _cells(line: "EffectLine") -> list[str]:
    return [
        line.who,
        formats.amount(line.before, line.unit),
        formats.amount(line.after, line.unit),
        formats.signed_amount(line.after - line.before, line.unit),
    ]
