"""Commands about one distributor: the statement with all its lines, also those not paid."""

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.books import is_order_book
from tools.cli import formats, output
from tools.cli.attribution_wording import whose
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.statement import DistributorStatement
    from commissions.domain.ledger.journal import JournalLine
    from commissions.domain.ledger.member_month import MemberMonth

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def statement(
    distributor: Annotated[str, typer.Argument(help="The distributor's id.")],
    month: Annotated[
        str, typer.Option(help="Only the lines of a month, like 2026-11 (by the plan's clock).")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What a distributor earned, what came back, what was not paid and why, and the balances."""
    if month and not MONTH.fullmatch(month):
        raise Misused(f"{month!r} is not a month: write it like 2026-11.")
    select_stack(stack)
    from commissions.application.queries import statement

    found = statement.read(distributor, month)
    output.respond(as_json, answer(found), screen(found))


def answer(found: "DistributorStatement") -> dict[str, Any]:
    return {
        "distributor_id": found.distributor_id,
        "month": found.month or None,
        "lines": [
            {
                "event_id": line.event_id,
                "order_id": line.order_id,
                "amount": line.amount,
                "currency": line.currency,
                "at": line.at,
                "kind": line.kind,
                "calc_snapshot": json.loads(line.calc_snapshot_json),
            }
            for line in found.lines
        ],
        "balances": found.balances,
        "months": None if found.months is None else [_month_answer(each) for each in found.months],
    }


def _month_answer(month: "MemberMonth") -> dict[str, Any]:
    """With the sums that pages show too."""
    money = [asdict(each) | {"net": each.net, "paid": each.paid} for each in month.money]
    return asdict(month) | {"money": money}


def screen(found: "DistributorStatement") -> RenderableType:
    title = f"{found.distributor_id}, {found.month}" if found.month else found.distributor_id
    parts: list[RenderableType] = [Text.assemble(("Statement of ", "dim"), (title, "bold"))]
    tables = (
        _commissions(found),
        _unpaid(found),
        _paid_out(found),
        _sales(found),
        _volumes(found),
        _months(found),
    )
    for part in tables:
        parts += [Text(), part] if part.row_count else []
    if len(parts) == 1:
        parts += [Text("Nothing yet.", "yellow")]
    if found.months is None:
        parts += [Text(), Text("Months are not counted yet: commissions rebuild", "yellow")]
    return Group(*parts, Text(), _payable(found))


def _commissions(found: "DistributorStatement") -> Table:
    grid = output.table("when", "entry", "bonus", "level", ">base", ">rate", ">amount")
    for entry in found.commissions:
        line, award = entry.line, entry.award
        if line.amount:
            grid.add_row(
                f"{line.at:%Y-%m-%d}",
                line.event_id,
                award.bonus,
                formats.level(award.level, award.paid_level),
                *_factors(line.amount, award, entry.cause, line.currency),
                formats.signed_amount(line.amount, line.currency),
            )
    return grid


def _factors(amount: int, award: "JournalLine", cause: str, currency: str) -> tuple[str, str]:
    """What was multiplied, where that makes the amount; of a change, what led to it; of what is
    taken back, how much came back, or why it is: an edit and a sale that is another's bring nothing
    back. A correction of a closed period says what it corrects; a close may pay on money."""
    if award.corrects:
        return award.reason, ""
    if amount < 0:
        return _taken_back(award, cause), ""
    if amount != award.earned:
        back = f", {formats.share(award.refunded)} back" if award.reversed else ""
        return f"{cause}{back}", ""
    return formats.amount(award.base, award.basis or currency), formats.percent(award.rate)


def _taken_back(award: "JournalLine", cause: str) -> str:
    if not award.earned:
        return award.reason or cause
    if award.refunded == "0" or not cause.startswith(("refund ", "decided")):
        return cause
    return f"{formats.share(award.refunded)} back"


def _unpaid(found: "DistributorStatement") -> Table:
    grid = output.table("when", "entry", "bonus", "level", "why not", title="Not paid")
    for entry in found.commissions:
        line, award = entry.line, entry.award
        if not line.amount and award.reason:
            when = f"{line.at:%Y-%m-%d}"
            grid.add_row(when, line.event_id, award.bonus, str(award.level), award.reason)
    return grid


def _paid_out(found: "DistributorStatement") -> Table:
    """What left the balance: what was paid, the fee and each deduction; and what came back."""
    grid = output.table("when", "payout", "what", "cause", ">amount", title="Paid out")
    for entry in found.payouts:
        line, award = entry.line, entry.award
        what = f"{award.bonus}, {award.reason}" if award.reason else award.bonus
        amount = formats.signed_amount(line.amount, line.currency)
        grid.add_row(f"{line.at:%Y-%m-%d}", line.event_id, what, entry.cause, amount)
    return grid


def _sales(found: "DistributorStatement") -> Table:
    """By which referral each order was whose it was."""
    grid = output.table("order", "credited to", "known by", title="Whose sales")
    sold = {
        entry.line.order_id: entry.context
        for entry in found.commissions
        if is_order_book(entry.line.order_id)
    }
    for order_id, context in sold.items():
        grid.add_row(order_id, context.seller or "nobody", whose(context))
    return grid


def _volumes(found: "DistributorStatement") -> Table:
    grid = output.table("month", *(f">{unit}" for unit in UNITS), title="Volume of own sales")
    for month, volumes in found.volumes.items():
        grid.add_row(month, *(formats.points(volumes.get(unit, 0), unit) for unit in UNITS))
    return grid


def _months(found: "DistributorStatement") -> Table:
    """What each month came to: net is earned less taken back, and of own sales and the team's."""
    columns = ("month", ">orders", ">earned", ">taken back", ">net", ">own", ">team", ">not paid")
    grid = output.table(*columns, title="Months")
    for month in found.months or ():
        for money in month.money:
            sums = (money.earned, -money.taken_back, money.net, money.own, money.team, money.unpaid)
            amounts = (formats.amount(each, money.currency) for each in sums)
            grid.add_row(month.month, str(month.orders), *amounts)
    return grid


def _payable(found: "DistributorStatement") -> Text:
    """What the company owes, over all time."""
    sums = [formats.amount(amount, currency) for currency, amount in found.payable.items()]
    return Text.assemble(("Balance: ", "dim"), (", ".join(sums) or "nothing", "bold"))
