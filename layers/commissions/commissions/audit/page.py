"""The report as a page: one file, nothing fetched, in whatever light its reader sits."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from string import Template

from commissions.audit import page_parts as parts
from commissions.audit.figures import Pair, Side
from commissions.audit.findings import CHECKS, LEDGER, Finding, deltas
from commissions.audit.order_check import Deferred
from commissions.audit.report import CLEAN, FOUND, INCOMPLETE, Report, StoreReport
from commissions.audit.wording import amount, count

SHOWN_MAX = 100
"""So many findings of one kind are shown; all of them are in the JSON."""
MARKS = {CLEAN: "✓", FOUND: "✗", INCOMPLETE: "!"}
SAYS = {
    CLEAN: "What the stores have, what we were told, what was posted and what people see are one.",
    FOUND: "What the stores have, what we were told, what was posted and what people see are not "
    "one. Each finding says where, and what to do.",
    INCOMPLETE: "What could be compared agrees. Some stores could not be asked, and are named.",
}


def page(report: Report) -> str:
    return Template(parts.PAGE).substitute(
        style=parts.STYLE,
        day=report.day.isoformat(),
        weekday=escape(f"{report.day:%A, %d %B %Y}"),
        verdict=report.verdict,
        mark=MARKS[report.verdict],
        headline=escape(report.headline),
        says=SAYS[report.verdict],
        tiles=_tiles(report),
        findings=_findings(report),
        stores="".join(map(_store, report.stores)),
        asides=_asides(report),
        how=parts.HOW,
        made_at=f"{report.made_at:%Y-%m-%d %H:%M:%S} UTC",
        people=_company(report),
    )


def _tiles(report: Report) -> str:
    stores = report.stores
    tiles = [
        ("orders of the day", sum(each.orders.found.count for each in stores)),
        ("refunds of the day", sum(each.refunds.found.count for each in stores)),
        ("orders looked at", sum(each.looked_at for each in stores)),
        ("journals worked out again", sum(each.journals for each in stores)),
        ("statement lines", sum(each.lines.found.count for each in stores)),
        ("balances", report.company.balances),
        ("findings", len(report.findings)),
    ]
    return "".join(
        f'<div class="tile"><b>{number:,}</b><span>{name}</span></div>' for name, number in tiles
    )


def _findings(report: Report) -> str:
    found = sorted(report.findings, key=lambda each: (list(CHECKS).index(each.check), each.kind))
    if not found:
        return '<p class="calm">Nothing was found.</p>'
    groups = groupby(found, key=lambda each: (each.check, each.kind))
    return "".join(_kind(list(each), report.day) for _, each in groups)


def _kind(found: list[Finding], day: date) -> str:
    first, shown = found[0], found[:SHOWN_MAX]
    more = len(found) - len(shown)
    at_stake = ", ".join(amount(value, unit) for unit, value in deltas(found).items())
    rest = f'<p class="more">… and {more:,} more, in the JSON of this report.</p>' if more else ""
    return (
        f'<section class="kind"><h3>{escape(first.title)} '
        f"<small>{count(len(found), 'time')}{f', {escape(at_stake)}' if at_stake else ''}</small>"
        f"</h3><p class=check>{escape(CHECKS[first.check])}: not so.</p>"
        f"<ul>{''.join(_finding(each, day) for each in shown)}</ul>{rest}</section>"
    )


def _finding(each: Finding, day: date) -> str:
    figures = ""
    if each.unit:
        figures = (
            f"<dl><dt>should be</dt><dd>{amount(each.expected or 0, each.unit)}</dd>"
            f"<dt>is</dt><dd>{amount(each.found or 0, each.unit)}</dd>"
            f"<dt>difference</dt><dd>{amount(each.difference, each.unit)}</dd></dl>"
        )
    return (
        f"<li><p>{escape(each.sentence)}</p>{figures}"
        f'<p class="advice">{escape(each.advice(day))}</p></li>'
    )


def _store(store: StoreReport) -> str:
    asked = not store.not_asked
    ledger_agrees = all(each.check != LEDGER for each in store.findings)
    rows = [
        _row("Orders of the day", "store", "facts", _Compared(store.orders, asked=asked)),
        _row("Refunds of the day", "store", "facts", _Compared(store.refunds, asked=asked)),
        _row(
            "Commissions of all orders looked at",
            "due",
            "journals",
            _Compared(store.commissions, in_detail=ledger_agrees),
        ),
        _row("Statement lines of the same", "journals", "statements", _Compared(store.lines)),
    ]
    note = (
        "" if asked else f'<p class="note">The store was not asked: {escape(store.not_asked)}.</p>'
    )
    return Template(parts.STORE).substitute(
        store=escape(store.store),
        platform=escape(store.platform),
        state="found" if store.findings else "clean",
        says=count(len(store.findings), "finding") if store.findings else "agrees",
        note=note,
        rows="".join(rows),
        below=_below(store),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    pair: Pair
    asked: bool = True
    in_detail: bool = True
    """Whether what the sums are made of agrees too."""

    @property
    def mark(self) -> tuple[str, str]:
        if not self.asked:
            return "·", "not compared"
        left, right = self.pair.expected, self.pair.found
        same = left.count == right.count and _amounts(left) == _amounts(right)
        return ("✓", "the same") if same and self.in_detail else ("≠", "not the same")


def _amounts(side: Side) -> dict[str, int]:
    """Nothing of a currency is as good as none."""
    return {unit: value for unit, value in side.amounts.items() if value}


def _row(what: str, left: str, right: str, compared: _Compared) -> str:
    mark, title = compared.mark
    expected = _side(compared.pair.expected) if compared.asked else "not asked"
    return (
        f"<tr><th>{what}</th><td data-of={left}>{expected}</td>"
        f"<td data-of={right}>{_side(compared.pair.found)}</td>"
        f'<td class="mark" title="{title}">{mark}</td></tr>'
    )


def _side(side: Side) -> str:
    sums = "".join(
        f"<span>{amount(value, unit)}</span>" for unit, value in sorted(_amounts(side).items())
    )
    return f"<b>{side.count:,}</b>{sums}"


def _below(store: StoreReport) -> str:
    says = [
        f"{count(store.looked_at, 'order')} looked at",
        f"{count(store.facts, 'fact')} and {count(store.journals, 'journal')} read",
    ]
    says += [f"{len(store.in_flight):,} in flight"] if store.in_flight else []
    says += [f"{len(store.waiting):,} waiting"] if store.waiting else []
    if store.earlier:
        says.append(f"{count(store.earlier, 'order')} from before the store was ours")
    return " · ".join(says)


def _company(report: Report) -> str:
    company = report.company
    state = "differ" if any(each.unit for each in company.findings) else "agree"
    if any(each.kind == "balances_not_compared" for each in company.findings):
        state = "could not be compared"
    settling = f"; {count(company.settling, 'person')} left out, whose news is on its way"
    return (
        f"{count(company.balances, 'balance')} and {count(company.journals, 'journal')} "
        f"of all time {state}{settling if company.settling else ''}."
    )


def _asides(report: Report) -> str:
    waiting = _list(report, lambda store: store.waiting, "Waiting for somebody", parts.WAITING)
    return waiting + _list(report, lambda store: store.in_flight, "In flight", parts.IN_FLIGHT)


def _list(
    report: Report, of: Callable[[StoreReport], Iterable[Deferred]], title: str, why: str
) -> str:
    every = [each for store in report.stores for each in of(store)]
    if not every:
        return ""
    reasons = Counter(each.reason.replace("_", " ") for each in every)
    shown = ", ".join(f"{escape(name)} ({number:,})" for name, number in reasons.most_common())
    rows = "".join(
        f"<li><code>{escape(each.order)}</code> {escape(each.reason.replace('_', ' '))}"
        f"{f' <small>{escape(each.detail)}</small>' if each.detail else ''}</li>"
        for each in every[:SHOWN_MAX]
    )
    more = len(every) - SHOWN_MAX
    rest = f"<p class=more>… and {more:,} more.</p>" if more > 0 else ""
    return (
        f"<details><summary>{title}: {count(len(every), 'order')} <small>{shown}</small></summary>"
        f"<p>{why}</p><ul class=plain>{rows}</ul>{rest}</details>"
    )
