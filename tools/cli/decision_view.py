"""How decisions look: what one would change, and those that an order has."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.domain.orders.decision import REFUND, WITHDRAWN, OrderDecided
from tools.cli import formats, output

if TYPE_CHECKING:
    from commissions.application.care.decide_order import Proposal
    from commissions.application.care.decision_effect import Change

DRY = "Nothing was written: run it again with --apply to put it on record."


def answer(proposal: "Proposal", *, applied: bool) -> dict[str, Any]:
    """A proposal for machines: amounts in minor units."""
    return {
        "order_key": proposal.order_key,
        "applied": applied and bool(proposal.decisions),
        "stands_already": not proposal.decisions,
        "decisions": [output.jsonable(each) for each in proposal.decisions],
        "changes": changes_answer(proposal.changes),
    }


def changes_answer(changes: "Iterable[Change]") -> list[dict[str, Any]]:
    return [
        {
            "earner": each.earner,
            "currency": each.currency,
            "before": each.before,
            "after": each.after,
            "change": each.difference,
        }
        for each in changes
    ]


def screen(proposal: "Proposal", *, applied: bool, waits: bool = False) -> RenderableType:
    """`waits`: whether it is before a second person, of which others tell."""
    head = Text.assemble(("Order ", "dim"), (proposal.order_key, "bold"))
    if not proposal.decisions:
        return Group(head, Text("The same stands decided: there is nothing to do.", "green"))
    said = [decided(each, proposal.currency) for each in proposal.decisions]
    changed = changes_table(proposal.changes)
    end = f"Decided. See `commissions order {proposal.order_key}` in a moment." if applied else DRY
    ending = () if waits and not applied else (Text(end, "cyan"),)
    return Group(head, *said, Text(), changed, Text(), *ending)


def listed(decisions: Iterable[tuple[OrderDecided, bool]], currency: str) -> RenderableType:
    """All decisions about an order, each with whether it stands; the earliest first."""
    parts: list[RenderableType] = [Text("What people decided", "bold")]
    for decision, stands in decisions:
        over = not stands and decision.answer != WITHDRAWN
        parts.append(decided(decision, currency, "counts no more" if over else ""))
    return Group(*parts)


def decided(decision: OrderDecided, currency: str, note: str = "") -> RenderableType:
    """What, by whom and why."""
    seconded = f" and {decision.approved_by}" if decision.approved_by else ""
    who = f"{decision.by}{seconded}, {formats.moment(decision.at)} UTC"
    return Group(
        output.indented(Text.assemble(_what(decision, currency), (f"  {note}", "yellow"))),
        output.indented(Text.assemble((f"by {who}: ", "dim"), decision.why), 4),
    )


def _what(decision: OrderDecided, currency: str) -> str:
    subject, digest = decision.subject, ""
    if decision.about == REFUND:
        subject, digest = decision.telling[0], f" told as {decision.telling[1][:12]}"
    said = decision.answer.replace("_", " ") or "taken back"
    took = f", {formats.amount(decision.amount, currency)}" if decision.amount else ""
    return f"{' '.join(filter(None, (decision.about, subject)))}{digest}: {said}{took}"


def changes_table(changes: "Iterable[Change]") -> Table | Text:
    """Whose money it moves, and how much."""
    moved = [each for each in changes if each.difference]
    if not moved:
        return Text("It changes nobody's money as things are.", "yellow")
    grid = output.table("who", ">stands", ">would stand", ">change")
    for each in moved:
        grid.add_row(
            each.earner,
            formats.amount(each.before, each.currency),
            formats.amount(each.after, each.currency),
            formats.signed_amount(each.difference, each.currency),
        )
    return grid
