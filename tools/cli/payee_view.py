"""How what is payable to somebody, their payouts and a year's sums look."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import action_view, formats, output
from tools.cli.payout_view import STYLES

if TYPE_CHECKING:
    from commissions.domain.actions.action import Action
    from commissions.domain.payouts.payable import Payable
    from commissions.domain.payouts.payee import Payee
    from commissions.domain.payouts.payout import Payout
    from commissions.domain.payouts.tax_year import YearTotal


def payee_answer(
    found: "Payable", known: "Payee | None", paid: Sequence["Payout"]
) -> dict[str, Any]:
    """For machines: amounts in minor units."""
    at = found.standing
    return {
        "member": found.payee,
        "payee": known,
        "currency": found.currency,
        "earned": at.earned,
        "held": at.held,
        "moved": at.moved,
        "unpaid": at.unpaid,
        "debt": at.debt,
        "offset": found.offset,
        "taken": found.taken,
        "net": found.net,
        "paid": found.paid,
        "paid_in": found.paid_in,
        "why": found.why,
        "payouts": [
            {"payout_id": each.payout_id, "state": each.state, "paid": each.paid} for each in paid
        ],
    }


def payee(found: "Payable", known: "Payee | None", paid: Sequence["Payout"]) -> RenderableType:
    unit, at = found.currency, found.standing
    grid = output.table("", f">{unit}")
    for name, amount in (
        ("earned", at.earned),
        ("held", -at.held),
        ("paid out before", at.moved),
        ("owed", at.debt),
        ("= unpaid", at.unpaid),
    ):
        if amount or name.startswith("="):
            grid.add_row(name, formats.amount(amount, unit))
    would = formats.amount(found.paid, found.paid_in)
    told = (
        Text(f"paid nothing now: {found.why}", "yellow")
        if found.why
        else Text(f"would be paid {would}")
    )
    return Group(
        Text.assemble((found.payee, "bold"), f", {_known(known)}"), grid, told, *_payouts(paid)
    )


def registered(said: Mapping[str, Any]) -> RenderableType:
    done = "is" if said["applied"] else "would be"
    rest = [] if said["applied"] else [Text("Nothing was kept: --apply keeps it.", "cyan")]
    text = f"{said['member']} {done} paid in {said['currency']}, as {said['reference']}"
    return Group(Text(f"{text}, {said['country']}"), *rest)


def held(member: str, found: "Payee | None", *, release: bool, applied: bool) -> RenderableType:
    if not applied:
        done = "paid again" if release else "held"
        return Text(f"{member} would be {done}. Nothing was changed: --apply does it.", "cyan")
    if found is not None and found.hold:
        return Text(f"{member} is held by {found.held_by}: {found.hold}", "yellow")
    return Text(f"{member} is paid again.", "green")


def written_off(member: str, amount: int, currency: str, action: "Action | None") -> RenderableType:
    if not amount:
        return Text(f"{member} owes nothing in {currency} for as long as the plan says.")
    told = action_view.what_waits(action) or [
        Text("Nothing was proposed: --propose --why TEXT puts it before a second person.", "cyan")
    ]
    due = formats.amount(amount, currency)
    return Group(Text(f"{member} would owe {due} no more, which is the company's loss."), *told)


def year(number: int, totals: Sequence["YearTotal"]) -> RenderableType:
    if not totals:
        return Text(f"Nobody was paid anything in {number}.")
    grid = output.table("who", ">payouts", ">gross", ">fees", ">deducted", ">net", ">paid")
    for each in totals:
        grid.add_row(
            each.payee,
            f"{each.payouts} (-{each.returned})" if each.returned else str(each.payouts),
            *(
                formats.amount(amount, each.currency)
                for amount in (each.gross, each.fees, each.deducted, each.net)
            ),
            formats.amount(each.paid, each.paid_in),
        )
    return Group(Text(f"Paid in {number}, by the day of payment in UTC"), grid)


def _known(known: "Payee | None") -> str:
    if known is None:
        return "not registered as a payee"
    held = f", held by {known.held_by}: {known.hold}" if known.hold else ""
    return f"{known.reference}, paid in {known.currency}, {known.country}{held}"


def _payouts(paid: Sequence["Payout"]) -> list[RenderableType]:
    if not paid:
        return []
    grid = output.table("batch", "is", ">taken", ">paid", "why")
    for each in paid:
        grid.add_row(
            each.batch,
            Text(each.state, STYLES.get(each.state, "")),
            formats.amount(each.taken, each.currency),
            formats.amount(each.paid, each.paid_in),
            each.why,
        )
    return [grid]
