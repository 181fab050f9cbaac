"""How batches and payouts look: money and people first, then whoever is paid nothing and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.payout import FAILED, RETURNED, SETTLED, Payout
from tools.cli import action_view, formats, output

if TYPE_CHECKING:
    from commissions.application.payouts.planning import PlannedBatch
    from commissions.application.payouts.settling import Settled
    from commissions.application.queries.payouts import BatchStory
    from commissions.domain.actions.action import Action

STYLES = {SETTLED: "green", FAILED: "red", RETURNED: "red", "rejected": "red", "sent": "cyan"}
SHOWN = 20
NOT_KEPT = "Nothing was kept: --apply keeps it as a draft."
NOT_PROPOSED = "Nothing was proposed: --why TEXT --apply puts it before a second person."
NOT_SENT = "Nothing was sent: --apply sends it."
NOT_SETTLED = "Nothing was posted: --apply goes by it."


def batch_answer(batch: Batch) -> dict[str, Any]:
    """For machines: amounts in minor units."""
    return {
        "batch": batch.batch_id,
        "state": batch.state,
        "currency": batch.currency,
        "provider": batch.provider,
        "planned_at": batch.as_of,
        "payouts": batch.payouts,
        "taken": batch.taken,
        "paid": dict(batch.paid),
        "paid_nothing": dict(batch.carried),
        "approved_by": list(batch.approved_by),
        "why": batch.why,
    }


def payout_answer(payout: Payout) -> dict[str, Any]:
    told: dict[str, Any] = output.jsonable(payout)
    return {"payout_id": payout.payout_id, "carried": payout.carried} | told


def planned_answer(found: "PlannedBatch") -> dict[str, Any]:
    return batch_answer(found.batch) | {
        "of": [payout_answer(each) for each in found.payouts],
        "carried": [
            {"payee": each.payee, "unpaid": each.standing.unpaid, "why": each.why}
            for each in found.carried
        ],
        "write_offs": [{"payee": who, "amount": amount} for who, amount in found.write_offs],
    }


def story_answer(story: "BatchStory") -> dict[str, Any]:
    rows = [payout_answer(each) for each in story.payouts]
    return batch_answer(story.batch) | {"of": rows, "next": story.next_step}


def settled_answer(found: "Settled") -> dict[str, Any]:
    return {
        "told": len(found.payouts),
        "changed": [
            {"payout_id": each.payout_id, "payee": each.payee, "state": each.state}
            for each in found.changed
        ],
        "contradictions": found.contradictions,
    }


def planned(found: "PlannedBatch", *, applied: bool) -> RenderableType:
    batch = found.batch
    step = f"Next: `commissions payout propose {batch.batch_id} --why TEXT --apply`"
    return Group(
        _head(batch, "draft" if applied else "would be"),
        _people(found.payouts),
        *_nothing(found),
        *(
            Text(
                f"{who} owes {formats.amount(amount, batch.currency)} for so long that it may be "
                f"written off: `commissions payout write-off {who}`",
                "yellow",
            )
            for who, amount in found.write_offs[:SHOWN]
        ),
        Text(step if applied else NOT_KEPT, "cyan"),
    )


def listing(batches: Sequence[Batch]) -> RenderableType:
    if not batches:
        return Text("No batch yet: `commissions payout plan CURRENCY` shows who would be paid.")
    grid = output.table("batch", "state", "planned", "by", ">people", ">paid")
    for each in batches:
        grid.add_row(
            each.batch_id,
            Text(each.state, STYLES.get(each.state, "")),
            formats.moment(each.as_of),
            each.provider,
            str(each.payouts),
            _paid(each),
        )
    return grid


def story(story: "BatchStory") -> RenderableType:
    step = [Text(f"Next: `{story.next_step}`", "cyan")] if story.next_step else []
    return Group(_head(story.batch, story.batch.state), _people(story.payouts), *step)


def proposed(found: "BatchStory", action: "Action | None") -> RenderableType:
    told = action_view.what_waits(action) or [Text(NOT_PROPOSED, "cyan")]
    return Group(_head(found.batch, found.batch.state), _people(found.payouts), *told)


def rejected(found: "BatchStory", *, applied: bool) -> RenderableType:
    told = "What it reserved is payable again." if applied else "Nothing was rejected: --apply."
    return Group(_head(found.batch, found.batch.state), Text(told, "cyan"))


def sent(found: "BatchStory", where: str, *, applied: bool) -> RenderableType:
    told = f"It is at {where}" if where else "There was nothing new to tell the provider."
    end = [Text(told, "green"), Text(f"Next: `{found.next_step}`", "cyan")]
    return Group(
        _head(found.batch, found.batch.state),
        _people(found.payouts),
        *(end if applied else [Text(NOT_SENT, "cyan")]),
    )


def settled(found: "Settled", *, applied: bool) -> RenderableType:
    grid = output.table("payout", "who", "is" if applied else "would be", ">amount")
    for each in found.changed:
        amount = formats.amount(each.paid, each.paid_in)
        style = STYLES.get(each.state, "")
        grid.add_row(each.payout_id, each.payee, Text(each.state, style), amount)
    wrong = [Text(f"{each}. Nothing was posted by it.", "red") for each in found.contradictions]
    none = [] if found.changed else [Text("Nothing new is in it.")]
    return Group(
        *([grid] if found.changed else none),
        *wrong,
        *([] if applied else [Text(NOT_SETTLED, "cyan")]),
    )


def hindrance(told: str) -> RenderableType | None:
    return Text(told, "yellow") if told else None


def how_to_approve(action: "Action", batch: str, stack: str) -> RenderableType:
    of = "--as NAME" if stack == "local" else f"--stack {stack}"
    seen = action.draft.digest[: action_view.SEEN]
    line = f"`commissions payout approve {batch} --seen {seen} {of} --apply`"
    return Text(f"Nothing was approved: {line} approves just this, and reserves it.", "cyan")


def sum_of(payout: Payout) -> RenderableType:
    """The amount as the sum that it is, step by step."""
    unit = payout.currency
    lines = [
        ("earned", payout.earned),
        ("held", -payout.held),
        ("paid out before", payout.moved),
        ("owed, and not taken yet", payout.debt),
        ("= unpaid", payout.unpaid),
        ("taken for what is owed", -payout.offset),
        ("carried over", -payout.carried),
        ("= taken", payout.taken),
        ("fee", -payout.fee),
        *(
            (f"deducted, {each.name} {formats.percent(each.pct)}", -each.amount)
            for each in payout.deducted
        ),
        ("= net", payout.net),
    ]
    grid = output.table("", f">{unit}")
    for name, amount in lines:
        if amount or name.startswith("="):
            grid.add_row(name, formats.amount(amount, unit))
    rate = f" at {formats.decimal(payout.rate)} {unit} of {payout.rate_day}, {payout.rate_source}"
    by = rate if payout.rate_day else ""
    return Group(
        Text.assemble(
            (formats.amount(payout.paid, payout.paid_in), "bold"),
            f" to {payout.payee}{by}: ",
            (payout.state, STYLES.get(payout.state, "")),
        ),
        grid,
        Text(f"{payout.payout_id} as of {formats.moment(payout.as_of)} UTC"),
        *([Text(payout.why, "yellow")] if payout.why else []),
    )


def _head(batch: Batch, state: str) -> RenderableType:
    lines = [
        Text.assemble(
            (_paid(batch), "bold"),
            f" to {formats.count(batch.payouts, 'payee')}: batch ",
            (batch.batch_id, "bold cyan"),
            f" by {batch.provider}, ",
            (state, STYLES.get(state, "")),
        ),
        Text(f"planned {formats.moment(batch.as_of)} UTC, plan {batch.plan} {batch.plan_version}"),
    ]
    if batch.approved_by:
        lines.append(Text(f"by the word of {' and '.join(batch.approved_by)}"))
    return Group(*lines, *([Text(batch.why, "yellow")] if batch.why else []))


def _people(payouts: Sequence[Payout]) -> RenderableType:
    grid = output.table("who", "is", ">taken", ">fee", ">deducted", ">paid", "why")
    most = sorted(payouts, key=lambda each: (-each.taken, each.payee))
    for each in most[:SHOWN]:
        deducted = sum(share.amount for share in each.deducted)
        grid.add_row(
            each.payee,
            Text(each.state, STYLES.get(each.state, "")),
            formats.amount(each.taken, each.currency),
            formats.amount(each.fee, each.currency) if each.fee else formats.NOTHING,
            formats.amount(deducted, each.currency) if deducted else formats.NOTHING,
            formats.amount(each.paid, each.paid_in),
            each.why,
        )
    rest = len(payouts) - SHOWN
    return Group(grid, *([Text(f"and {rest} more: --json has all of them")] if rest > 0 else []))


def _nothing(found: "PlannedBatch") -> list[RenderableType]:
    if not found.carried:
        return []
    grid = output.table("who is paid nothing", ">unpaid", "why")
    for each in found.carried[:SHOWN]:
        grid.add_row(each.payee, formats.amount(each.standing.unpaid, each.currency), each.why)
    rest = len(found.carried) - SHOWN
    return [grid, *([Text(f"and {rest} more: --json has all of them")] if rest > 0 else [])]


def _paid(batch: Batch) -> str:
    return ", ".join(formats.amount(paid, unit) for unit, paid in batch.paid.items()) or "nothing"
