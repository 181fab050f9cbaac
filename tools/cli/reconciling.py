"""`reconcile`: whether a day of the stores, the facts, the ledger and the statements is one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from commissions.audit.findings import RULE_CHANGED
from commissions.audit.lock_kinds import REGISTER_CHANGED_LATER
from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused, Refused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.audit.figures import Pair
    from commissions.audit.findings import Finding
    from commissions.audit.report import Report, StoreReport

SHOWN_MAX = 20
APART = (RULE_CHANGED, REGISTER_CHANGED_LATER)
"""What is listed, and is no finding."""
STYLES = {"clean": "bold green", "findings": "bold red", "incomplete": "bold yellow"}


def reconcile(  # noqa: PLR0913, PLR0917 - an option is a parameter
    day: Annotated[str, typer.Option(help="Like 2026-11-20, in UTC; yesterday if not given.")] = "",
    store: Annotated[
        list[str] | None, typer.Option(help="Only this store; can be repeated.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Write the report into this folder too.")
    ] = None,
    hashes_since: Annotated[
        str, typer.Option(help="Hold all journals since this day against their kept hashes.")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Compares a day: stores = facts = journals = statements. Exit code 1 where they differ."""
    of_day = _day(day)
    since = _day(hashes_since) if hashes_since else None
    select_stack(stack)
    from commissions.application.reconciliation import run
    from commissions.domain.stores.store import UnknownStore

    only = sorted(set(store or ()))
    try:
        report = run.reconcile(of_day, only, hashes_since=since)
    except UnknownStore as error:
        raise Refused(f"{error}; `commissions store list` names all.") from None
    written = run.save_report(report, part="-".join(only))
    written += _written(folder, run.report_files(report)) if folder else []
    if as_json:
        typer.echo(run.report_files(report)[f"{of_day}.json"])
    else:
        output.respond(False, None, screen(report, written))
    if report.findings:
        raise typer.Exit(REFUSED)


def _day(text: str) -> date:
    today = datetime.now(UTC).date()
    try:
        day = date.fromisoformat(text) if text else today - timedelta(days=1)
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-20.") from None
    if day > today:
        raise Misused(f"{day} has not begun yet.")
    return day


def _written(folder: Path, files: dict[str, str]) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return [f"{folder / name}" for name in files]


def screen(report: "Report", files: Sequence[str] = ()) -> RenderableType:
    parts: list[Any] = [
        Text(report.headline, STYLES[report.verdict]),
        Text(f"{report.day:%A, %d %B %Y} (UTC)", "dim"),
        Text(),
        _stores(report),
    ]
    parts += [Text(f"{each.store}: {each.not_asked}", "yellow") for each in report.not_asked]
    parts += _shown(report.findings, report.day)
    parts += _shown(report.rule_changed, report.day)
    parts += _shown(report.changed_later, report.day)
    return Group(*parts, *(Text(name, "dim") for name in files))


def _shown(findings: Sequence["Finding"], day: date) -> list[RenderableType]:
    parts = [_finding(each, day) for each in findings[:SHOWN_MAX]]
    if (more := len(findings) - SHOWN_MAX) > 0:
        parts.append(Text(f"… and {more} more in the report", "dim"))
    return parts


def _stores(report: "Report") -> Table:
    compared = ("orders", "refunds", "journals", "lines", "compared")
    columns = (*compared, "in flight", "waiting", "findings")
    grid = output.table("store", *(f">{name}" for name in columns))
    return output.rows(grid, report.stores, _cells)


def _cells(store: "StoreReport") -> list[str]:
    asked = not store.not_asked
    figures = [len(store.in_flight), len(store.waiting), len(store.findings)]
    return [
        store.store,
        _pair(store.orders, compared=asked),
        _pair(store.refunds, compared=asked),
        f"{store.journals}",
        _pair(store.lines, compared=True),
        f"{store.compared} of {store.looked_at}",
        *(f"{figure}" for figure in figures),
    ]


def _pair(pair: "Pair", *, compared: bool) -> str:
    """`20 = 20`: what there should be, and what there is; what was not asked is not compared."""
    if not compared:
        return f"{pair.found.count}"
    same = pair.expected.count == pair.found.count
    return f"{pair.expected.count} {'=' if same else '≠'} {pair.found.count}"


def _finding(each: "Finding", day: date) -> RenderableType:
    at_stake = f"  {formats.signed_amount(each.difference, each.unit)}" if each.unit else ""
    style = "yellow" if each.kind in APART else "red"
    return Group(
        Text.assemble((each.title, f"bold {style}"), (at_stake, style)),
        output.indented(Text(each.sentence)),
        output.indented(Text(each.advice(day), "cyan")),
    )
