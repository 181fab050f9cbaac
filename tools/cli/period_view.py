"""How periods and what they came to look."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.periods.figures import RunFigures, figures_kept, run_figures
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE, PeriodRecord
from tools.cli import action_view, formats, output

if TYPE_CHECKING:
    from commissions.application.close.reopening import ReopenPreview
    from commissions.application.queries.periods import PeriodStatus, PeriodView
    from commissions.domain.actions.action import Action

STYLES = {CLOSED: "green", COMPUTED: "cyan", INCOMPLETE: "red"}
ORDERS_SHOWN = 10
NOT_BEGUN = "Nothing was begun: --apply freezes it and computes what everybody gets."
NOT_PROPOSED = "Nothing was proposed: --propose --why TEXT puts it before a second person."


def row(view: "PeriodView") -> dict[str, Any]:
    """Of one period, for machines: amounts in minor units."""
    record, span = view.record, view.closing.span
    told: dict[str, Any] = {
        "period": str(view.period),
        "state": view.state,
        "starts": span.starts,
        "ends": span.ends,
        "closes_at": span.closes_at,
    }
    if record is None:
        return told
    return told | {
        "attempt": record.attempt,
        "frozen_at": record.frozen_at,
        "run": record.run,
        "paid": record.summary.get("paid"),
        "currency": record.summary.get("currency"),
        "approved_by": list(record.approved_by),
        "closed_at": record.closed_at,
    }


def listing(views: Sequence["PeriodView"], never: Sequence[str]) -> RenderableType:
    grid = output.table("period", "state", "from", "until", "closes", ">paid")
    for view in views:
        span = view.closing.span
        grid.add_row(
            str(view.period),
            Text(view.state, STYLES.get(view.state, "")),
            formats.moment(span.starts),
            formats.moment(span.ends),
            formats.moment(span.closes_at),
            _paid(view.record),
        )
    first = [
        Text(
            f"Of plan {plan} nothing was closed yet: the first period is closed by a person, "
            f"`commissions period close {plan}/PERIOD/LABEL --apply`.",
            "cyan",
        )
        for plan in never
    ]
    return Group(*([grid] if views else []), *first) if views or never else Text("No plan closes.")


def status_answer(told: "PeriodStatus") -> dict[str, Any]:
    return row(told.view) | {"waits": list(told.waits), "next": told.next_step}


def status(told: "PeriodStatus") -> RenderableType:
    view, record = told.view, told.view.record
    span = view.closing.span
    lines = [
        Text.assemble((str(view.period), "bold"), " is ", (view.state, STYLES.get(view.state, ""))),
        Text(f"from   {formats.moment(span.starts)} UTC"),
        Text(
            f"until  {formats.moment(span.ends)} UTC; waited for until "
            f"{formats.moment(span.closes_at)} UTC"
        ),
        Text(f"plan   {view.closing.plan.plan_id} version {view.closing.plan.version}"),
    ]
    if record is not None:
        lines.append(
            Text(f"frozen {formats.moment(record.frozen_at)} UTC, attempt {record.attempt}")
        )
    if record is not None and record.run:
        lines.append(Text(f"run    {record.run[:12]}, {_paid(record)}"))
    if record is not None and record.approved_by:
        lines.append(Text(f"posted by the word of {' and '.join(record.approved_by)}"))
    missing = told.waits or (record.waits if record and view.state == INCOMPLETE else ())
    lines += [Text(f"missing: {each}", "yellow") for each in missing]
    step = [Text(f"Next: `{told.next_step}`", "cyan")] if told.next_step else []
    return Group(*lines, *step)


def close(told: "PeriodStatus", action: "Action | None") -> RenderableType:
    view = told.view
    if not action_view.is_applied(action):
        waits = action_view.what_waits(action)
        return Group(status(told), *(waits or [Text(NOT_BEGUN, "cyan")]))
    return Group(
        Text(f"{view.period} is being closed.", "green"),
        Text(f"`commissions period status {view.period}` says how far it has come.", "cyan"),
    )


def review_answer(record: PeriodRecord) -> dict[str, Any]:
    """For machines: amounts in minor units, volumes in hundredths of a point."""
    return {
        "period": str(record.period),
        "state": record.state,
        "attempt": record.attempt,
        "frozen_at": record.frozen_at,
        "run": record.run,
        "plan": record.period.plan,
        "plan_version": record.plan_version,
        "gate": record.gate,
        "waits": list(record.waits),
        "accept_waiting": record.accept_waiting,
        **dict(record.summary),
    }


def review(record: PeriodRecord) -> RenderableType:
    told = record.summary
    currency = str(told["currency"])
    head = Text.assemble(
        (f"{record.period}", "bold"),
        f", attempt {record.attempt}, run {record.run[:12]}: ",
        (formats.amount(int(told["paid"]), currency), "bold"),
        f" to {formats.count(int(told['people']), 'distributor')}",
    )
    return Group(
        head,
        *sums(told),
        *_inputs(record),
        *_warnings(record),
        *_steps(record),
    )


def sums(told: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Of a review's summary: volumes, bonuses, ranks, what is not paid, who gets most."""
    currency = str(told["currency"])
    yield _volumes(told)
    yield from _shares(run_figures(0, "", told))
    yield _bonuses(told, currency)
    yield from _corrections(told, currency)
    yield _ranks(told)
    yield from _unpaid(told)
    yield _most(told, currency)


def posting(record: PeriodRecord, action: "Action | None") -> RenderableType:
    waits = action_view.what_waits(action)
    return Group(review(record), *(waits or [Text(NOT_PROPOSED, "cyan")]))


def preview_answer(told: "ReopenPreview") -> dict[str, Any]:
    """For machines: amounts in minor units."""
    return {
        "period": str(told.period),
        "as_of": told.as_of,
        "currency": told.currency,
        "amount": told.amount,
        "orders": list(told.orders),
        "people": [{"member": who, "amount": amount} for who, amount in told.by_person],
        "awards": [
            {
                "member": each.award.member,
                "bonus": each.award.bonus,
                "level": each.award.level,
                "source": each.award.source,
                "base": each.award.base,
                "amount": each.award.amount,
            }
            for each in told.corrections
        ],
    }


def preview(told: "ReopenPreview") -> RenderableType:
    head = f"{told.period}, with what was recorded until {formats.moment(told.as_of)} UTC"
    if not told.corrections:
        return Text(f"{head}: nothing has changed since its close.", "green")
    grid = output.table("who", ">change")
    for who, amount in told.by_person:
        grid.add_row(who or "nobody", formats.signed_amount(amount, told.currency))
    orders = ", ".join(told.orders[:ORDERS_SHOWN])
    more = len(told.orders) - ORDERS_SHOWN
    return Group(
        Text(f"{head}: {formats.signed_amount(told.amount, told.currency)}", "bold"),
        Text(f"Of {orders}" + (f" and {more} more" if more > 0 else "")),
        grid,
        Text("Nothing was posted: the next close posts it.", "cyan"),
    )


def _paid(record: PeriodRecord | None) -> str:
    if record is None or not record.run:
        return formats.NOTHING
    return formats.amount(int(record.summary["paid"]), str(record.summary["currency"]))


def _volumes(told: Mapping[str, Any]) -> Text:
    volumes = ", ".join(
        formats.points(int(volume), unit) for unit, volume in sorted(told["volumes"].items())
    )
    return Text(f"{formats.count(int(told['orders']), 'order')}, {volumes or 'no volume'}")


def _shares(figures: RunFigures) -> Iterator[Text]:
    """What bonuses pay of the volume that the cap is of, and what nobody earned of that."""
    if figures.share is None or figures.cap is None:
        return
    unit = figures.capped_unit.upper()
    cut = formats.amount(figures.cut, figures.currency)
    yield Text(
        f"{_share(figures.share)} of {unit}, of at most {_share(figures.cap)}; "
        f"breakage {formats.amount(figures.breakage, figures.currency)}"
        + (f", cut by the cap {cut}" if figures.cut else "")
    )


def _share(share: Fraction) -> str:
    return f"{formats.decimal(Decimal(round(share * 10_000)).scaleb(-2))}%"


def _bonuses(told: Mapping[str, Any], currency: str) -> RenderableType:
    grid = output.table("bonus", ">paid")
    for bonus, paid in told["bonuses"].items():
        grid.add_row(bonus, formats.amount(int(paid), currency))
    return grid


def _corrections(told: Mapping[str, Any], currency: str) -> list[RenderableType]:
    if not told.get("corrections"):
        return []
    grid = output.table("corrects", ">amount")
    for period, amount in told["corrections"].items():
        grid.add_row(period, formats.signed_amount(int(amount), currency))
    return [grid]


def _ranks(told: Mapping[str, Any]) -> Text:
    ranks = ", ".join(f"{many} {rank}" for rank, many in told["ranks"].items() if rank)
    active = formats.count(int(told["active"]), "member")
    return Text(f"{active} active" + (f"; paid as {ranks}" if ranks else ""))


def _unpaid(told: Mapping[str, Any]) -> list[RenderableType]:
    if not told["unpaid"]:
        return []
    grid = output.table("not paid, or less", ">awards")
    for reason, many in told["unpaid"].items():
        grid.add_row(reason, str(many))
    return [grid]


def _most(told: Mapping[str, Any], currency: str) -> RenderableType:
    grid = output.table("who gets most", ">amount")
    for who, amount in told["most"][:10]:
        grid.add_row(str(who), formats.amount(int(amount), currency))
    return grid


def _inputs(record: PeriodRecord) -> Iterator[Text]:
    """What it was computed from, and how it differs from the run before."""
    if inputs := str(record.summary.get("inputs", "")):
        yield Text(f"inputs {inputs[:12]}")
    if last := figures_kept(record.before):
        now = run_figures(record.attempt, record.run, record.summary)
        more = formats.signed_amount(now.paid - last.paid, now.currency)
        yield Text(
            f"against attempt {last.attempt}: {more}, {now.orders - last.orders:+} orders, "
            f"{'the same inputs' if now.inputs == last.inputs else 'other inputs'}"
        )


def _warnings(record: PeriodRecord) -> list[RenderableType]:
    said = []
    if record.gate:
        said.append(
            f"gate_not_enforced: the plan asks for the retail rule {record.gate}, which nothing "
            "enforces yet. It is posted only --without-gate, with a reason."
        )
    if record.accept_waiting:
        said.append(f"What waits was accepted to be late: {record.accept_waiting}")
    said += [f"left out: {each}" for each in record.waits]
    return [Text(each, "yellow") for each in said]


def _steps(record: PeriodRecord) -> list[RenderableType]:
    if record.state != COMPUTED:
        return [Text(f"It is {record.state}.")]
    gate = " --without-gate" if record.gate else ""
    return [
        Text(f"Next: `commissions period post {record.period}{gate} --propose --why TEXT`", "cyan")
    ]
