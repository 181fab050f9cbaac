"""`refold`: which orders' ledgers follow another rule than today's; by two people it is posted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.care.approval import Approval
from commissions.domain.catalogue.sku_values import UNITS
from tools.cli import formats, output, refold_proposal
from tools.cli.errors import REFUSED, Misused
from tools.cli.operator import ON_AWS, actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.care.refold import OrderRefold
    from commissions.domain.ledger.refold import Move

DRY = "Nothing was posted: --propose --as NAME --why TEXT puts it before a second person."
Sums = Counter[tuple[str, str]]


def refold(  # noqa: PLR0913, PLR0917 - an option is a parameter
    since: Annotated[
        str, typer.Option(help="Only orders placed on this day (UTC) or later, like 2026-11-20.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run/--apply", help="Say what would be posted, or post it.")
    ] = True,
    propose: Annotated[
        bool, typer.Option("--propose", help="Put it before a second person, who approves it.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who has it posted.")] = "",
    approved_by: Annotated[str, typer.Option(help="Who agrees: another person.")] = "",
    why: Annotated[str, typer.Option(help="Why it is posted; kept with each order.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Which orders' ledgers differ from what their facts make by today's rule, by how much and why.

    Exit code 1 where an order could not be worked out, or had to be left as it is.
    """
    day = _day(since)
    if stack != LOCAL and (by or approved_by):
        raise Misused(ON_AWS)
    by_word = None
    if stack == LOCAL and not (dry_run or propose):
        by_word = Approval(by=by, approved_by=approved_by, why=why)
    select_stack(stack)
    from commissions.application.care.refold import refolds

    if propose or not dry_run:
        me = actor(stack, by, in_person=True)
        if by_word is None or refold_proposal.takes_two():
            refold_proposal.check(approved_by)
            refold_proposal.respond(since, refolds(day), why, me, as_json)
            return
    _tell(since, refolds(day, by_word), not dry_run, as_json)


def _tell(since: str, looked_at: "Iterable[OrderRefold]", applied: bool, as_json: bool) -> None:
    told = _Told()
    counted = told.counted(looked_at)
    if as_json:
        orders = [answer(each) for each in counted]
        output.respond(True, told.answer(since, orders, applied=applied))
    else:
        screen = output.console()
        for each in counted:
            screen.print(view(each))
        screen.print(told.summary(applied=applied))
    if told.left:
        raise typer.Exit(REFUSED)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-20.") from None


class _Told:
    """What all orders add up to; of the orders themselves none is kept."""

    def __init__(self) -> None:
        self.looked_at = self.differing = self.left = 0
        self.sums: Sums = Counter()

    def counted(self, refolds: Iterable["OrderRefold"]) -> Iterator["OrderRefold"]:
        """Those of which there is something to tell."""
        for each in refolds:
            self.looked_at += 1
            self.left += bool(each.trouble)
            if each.moves or each.trouble:
                self.differing += bool(each.moves)
                self._add(each)
                yield each

    def answer(self, since: str, orders: list[dict[str, Any]], *, applied: bool) -> dict[str, Any]:
        """For machines: amounts in minor units, volumes in hundredths."""
        sums: dict[str, dict[str, int]] = {}
        for (person, unit), change in sorted(self.sums.items()):
            sums.setdefault(person, {})[unit] = change
        return {
            "since": since,
            "applied": applied,
            "looked_at": self.looked_at,
            "differing": self.differing,
            "left": self.left,
            "changes": sums,
            "orders": orders,
        }

    def summary(self, *, applied: bool) -> RenderableType:
        looked_at = formats.count(self.looked_at, "order")
        if not self.differing and not self.left:
            return Text(f"{looked_at} looked at: each ledger follows today's rule.", "green")
        head = f"{looked_at} looked at, {self.differing} of them differ"
        left = [Text(f"{self.left} left as they are: see above", "yellow")] if self.left else []
        end = "" if applied else DRY
        return Group(Text(head, "bold"), *left, self._people(), Text(end, "cyan"))

    def _add(self, refold: "OrderRefold") -> None:
        for move in refold.moves if not refold.trouble else ():
            self.sums[move.person, move.unit] += move.change

    def _people(self) -> RenderableType:
        grid = output.table("who, over all", ">change")
        for (person, unit), change in sorted(self.sums.items()):
            grid.add_row(person, formats.signed_amount(change, unit))
        return grid


def answer(refold: "OrderRefold") -> dict[str, Any]:
    return {
        "order_key": refold.order_key,
        "why": refold.why,
        "posted": refold.posted,
        "trouble": refold.trouble,
        "changes": [
            {
                "person": each.person,
                "unit": each.unit,
                "month": each.month,
                "before": each.before,
                "after": each.after,
                "change": each.change,
            }
            for each in refold.moves
        ],
    }


def view(refold: "OrderRefold") -> RenderableType:
    state = "  posted" if refold.posted else ""
    parts: list[RenderableType] = [Text.assemble((refold.order_key, "bold cyan"), (state, "green"))]
    parts += [output.indented(Text(refold.why))] if refold.why else []
    if refold.trouble:
        parts.append(output.indented(Text(f"Left as it is: {refold.trouble}", "yellow")))
    if refold.moves:
        grid = output.table("who", ">stands", ">is due", ">change")
        parts.append(output.indented(output.rows(grid, refold.moves, _cells)))
    return Group(*parts, Text())


def _cells(move: "Move") -> list[str]:
    what = f", volume of {move.month}" if move.unit in UNITS else f", {move.month}"
    who = f"{move.person}{what}" if move.month else move.person
    return [
        who,
        formats.amount(move.before, move.unit),
        formats.amount(move.after, move.unit),
        formats.signed_amount(move.change, move.unit),
    ]
