"""Commands about one distributor: the statement with all its lines, also those not paid."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.catalog import UNITS
from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.statement import StatementLine

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
PAYABLE = "payable "


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    distributor: str
    lines: Sequence["StatementLine"]
    balances: Mapping[str, Mapping[str, int]]
    month: str = ""

    @property
    def commissions(self) -> list[tuple["StatementLine", dict[str, Any]]]:
        """The commission lines, each with the award that explains it."""
        return [
            (line, json.loads(line.calc_snapshot_json)["line"])
            for line in self.lines
            if line.kind == "commission"
        ]


def statement(
    distributor: Annotated[str, typer.Argument(help="The distributor's id.")],
    month: Annotated[str, typer.Option(help="Only the lines of a month, like 2026-11 (UTC).")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What a distributor earned, what came back, what was not paid and why, and the balances."""
    if month and not _MONTH.fullmatch(month):
        raise Misused(f"{month!r} is not a month: write it like 2026-11.")
    select_stack(stack)
    from commissions.tables import statements

    found = Statement(
        distributor=distributor,
        lines=[
            line for line in statements.of(distributor) if f"{line.at:%Y-%m}" == month or not month
        ],
        balances=statements.balances(distributor),
        month=month,
    )
    if not found.lines and not found.balances:
        _check_known(distributor)
    output.respond(as_json, answer(found), screen(found))


def _check_known(distributor: str) -> None:
    from commissions.tables import members

    if distributor not in members.known([distributor]):
        raise Refused(
            f"No distributor {distributor} here. Add them to distributors.csv and "
            "run `commissions load company/`."
        )


def answer(found: Statement) -> dict[str, Any]:
    return {
        "distributor_id": found.distributor,
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
    }


def screen(found: Statement) -> RenderableType:
    title = f"{found.distributor}, {found.month}" if found.month else found.distributor
    parts: list[RenderableType] = [Text.assemble(("Statement of ", "dim"), (title, "bold"))]
    for part in (_commissions(found), _unpaid(found), _volumes(found)):
        parts += [Text(), part] if part.row_count else []
    if len(parts) == 1:
        parts += [Text("Nothing yet.", "yellow")]
    return Group(*parts, Text(), _payable(found))


def _commissions(found: Statement) -> Any:
    grid = output.table("when", "entry", "bonus", "level", ">base", ">rate", ">amount")
    for line, award in found.commissions:
        if line.amount:
            grid.add_row(
                f"{line.at:%Y-%m-%d}",
                line.event_id,
                award["bonus"],
                formats.level(award["level"], award["paid_level"]),
                *_factors(line.amount, award),
                formats.signed_amount(line.amount, line.currency),
            )
    return grid


def _factors(amount: int, award: dict[str, Any]) -> tuple[str, str]:
    """What was multiplied; of what is taken back, how much of it came back."""
    if amount < 0:
        return f"{award['refunded']} back", ""
    return formats.amount(award["base"], award["basis"]), formats.percent(award["rate"])


def _unpaid(found: Statement) -> Any:
    grid = output.table("when", "entry", "bonus", "level", "why not", title="Not paid")
    for line, award in found.commissions:
        if not line.amount and award["reason"]:
            when = f"{line.at:%Y-%m-%d}"
            grid.add_row(when, line.event_id, award["bonus"], str(award["level"]), award["reason"])
    return grid


def _volumes(found: Statement) -> Any:
    grid = output.table("month", *(f">{unit}" for unit in UNITS), title="Volume of own sales")
    for scope, units in sorted(found.balances.items()):
        if _MONTH.fullmatch(scope) and found.month in ("", scope):
            grid.add_row(scope, *(formats.points(units.get(unit, 0), unit) for unit in UNITS))
    return grid


def _payable(found: Statement) -> Text:
    """What the company owes, over all time."""
    payable = {
        unit.removeprefix(PAYABLE): amount
        for unit, amount in found.balances.get("total", {}).items()
        if unit.startswith(PAYABLE)
    }
    sums = ", ".join(formats.amount(amount, unit) for unit, amount in payable.items())
    return Text.assemble(("Balance: ", "dim"), (sums or "nothing", "bold"))
