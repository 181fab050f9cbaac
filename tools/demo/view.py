"""What the demo shows in the end: who earned what, and why."""

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from commissions.application.queries.awards import AwardBalance, reversals
from commissions.application.queries.order_story import OrderStory
from commissions.audit.report_json import as_json
from commissions.domain.ledger.journal import event_id
from tools.cli import (
    awards,
    close_explain_view,
    explain_view,
    formats,
    operations,
    order_view,
    output,
    payout_view,
    period_view,
    reconciling,
)
from tools.cli.attribution_wording import whose
from tools.cli.explain_wording import Check
from tools.demo import four_stores
from tools.demo.checks import LedgerCheck
from tools.demo.four_stores import FourStores
from tools.demo.measured import Latency
from tools.demo.month import ClosedMonth
from tools.demo.month_paid import PaidMonth
from tools.demo.reconciled import Reconciled
from tools.demo.run import DemoResult, Repeated
from tools.demo.scenario import Scene

NEXT = """\
make up                                     keeps a stack running to play with
commissions load company/ --secrets company/secrets.demo.yaml
commissions send events/webhooks/shopify/orders_paid.json --store tea-us --topic orders/paid
commissions order 5501000001001             commissions parked
commissions statement cara                  commissions health
make down"""


def screen(result: DemoResult) -> RenderableType:
    parts: list[RenderableType] = [_chapter("The orders, and who earns")]
    for scene, story in result.orders:
        parts += [_order(scene, story), Text()]
    parts += [_chapter("Four stores on four platforms"), *_four_stores(result.four_stores), Text()]
    parts += [_chapter("What refunds and the cancellation took back"), _reversals(result.orders)]
    parts += [Text(), _chapter("An order that had to wait"), *_parked(result)]
    parts += [_chapter("Told twice, and not by the store"), _repeated(result.repeated)]
    parts += [_forged(result.forged_status), Text()]
    parts += [_chapter("Why? Every line answers (commissions explain)")]
    parts += [explain_view.screen(result.explanation), Text()]
    parts += [_chapter("How fast, on this machine"), _speed(result), Text()]
    parts += [_chapter("The ledger"), _ledger(result.ledger), Text()]
    parts += [_chapter("A month closes (commissions period)"), *_month(result.month), Text()]
    parts += [_chapter("It is paid out (commissions payout)"), *_paid(result.paid), Text()]
    parts += [_chapter("What came after the close (commissions period reopen-preview)")]
    parts += [period_view.preview(result.paid.preview), Text()]
    parts += [_chapter("The day reconciles (commissions reconcile)")]
    parts += [_reconciled(result.reconciled), Text()]
    parts += [_chapter("Go on"), Text(NEXT, "dim")]
    return Group(*parts)


def answer(result: DemoResult) -> dict[str, Any]:
    return {
        "well": result.well,
        "orders": [
            {"about": scene.about, **order_view.answer(story)} for scene, story in result.orders
        ],
        "reversals": [
            {"entry": event_id(journal, line), "cause": journal.context.cause, "line": line}
            for _, story in result.orders
            for journal, line in reversals(story.journals)
        ],
        "not_paid": [
            awards.answer(balance)
            for _, story in result.orders
            for balance in story.awards
            if not balance.is_paid
        ],
        "parked": result.parked,
        "released": order_view.answer(result.released),
        "repeated": result.repeated,
        "forged_status": result.forged_status,
        "explanation": explain_view.answer(result.explanation),
        "latency": {"webhook": result.webhook, "received_to_ledger": result.to_ledger},
        "ledger": result.ledger,
        "four_stores": {
            "webhooks": result.four_stores.webhooks,
            "orders": [order_view.answer(story) for _, story in result.four_stores.sold],
            "lost": order_view.answer(result.four_stores.lost),
            "webhooks_lost": result.four_stores.webhooks_lost,
            "found_in_seconds": round(result.four_stores.found_in, 2),
        },
        "month": period_view.review_answer(result.month.record)
        | {"explanation": close_explain_view.answer(result.month.explanation)},
        "payout": payout_view.story_answer(result.paid.batch),
        "after_the_close": period_view.preview_answer(result.paid.preview),
        "reconciliation": json.loads(as_json(result.reconciled.report)),
    }


def _month(found: ClosedMonth) -> Iterable[RenderableType]:
    yield period_view.review(found.record)
    agreed = " and ".join(found.record.approved_by)
    books = formats.count(len(found.books), "book")
    yield _checked(Check(found.well, f"{books} posted by the word of {agreed}, once each"))
    yield Text()
    yield close_explain_view.view(found.explanation)


def _paid(found: PaidMonth) -> Iterable[RenderableType]:
    yield payout_view.story(found.batch)
    yield _checked(
        Check(found.well, "what arrived at the bank is what the ledger says, to the cent")
    )


def _chapter(title: str) -> Rule:
    return Rule(Text(title, "bold"), align="left", style="dim")


def _four_stores(found: FourStores) -> Iterable[RenderableType]:
    created = ", ".join(
        f"{four_stores.NAMES[shop]} {count}" for shop, count in found.webhooks.items()
    )
    yield Text(f"Webhooks created through the stores' APIs: {created}.")
    for platform, story in found.sold:
        credit = _seller(story)
        yield Text.assemble((story.order_key, "bold cyan"), f"  {platform}, credited to {credit}")
        yield output.indented(awards.screen(_with_people(story.awards)))
    claim = (
        f"{found.lost.order_key}: its {found.webhooks_lost} webhooks were lost; the poller asked "
        f"the shop, and {found.found_in:.1f} s later the order stood in the ledger"
    )
    yield _checked(Check(bool(found.lost.journals), claim))


def _reconciled(found: Reconciled) -> RenderableType:
    return reconciling.screen(found.report, [str(file) for file in found.files])


def _order(scene: Scene, story: OrderStory) -> RenderableType:
    known = whose(story.verdict.credit) if story.verdict else ""
    credit = f"{_seller(story)}{f': {known}' if known else ''}"
    parts: list[RenderableType] = [
        Text.assemble((story.order_key, "bold cyan"), f"  credited to {credit}"),
        Text(scene.about),
    ]
    if people := _with_people(story.awards):
        parts.append(output.indented(awards.screen(people)))
    if story.parked:
        parts.append(order_view.waits(story.parked))
    return Group(*parts)


def _seller(story: OrderStory) -> str:
    verdict = story.verdict
    return verdict.credit.seller or "nobody" if verdict else "nobody"


def _with_people(balances: Iterable[AwardBalance]) -> list[AwardBalance]:
    """Without the levels that nobody stands at: `commissions order` shows them too."""
    return [balance for balance in balances if balance.line.earner]


def _reversals(orders: Iterable[tuple[Scene, OrderStory]]) -> RenderableType:
    grid = output.table("entry", "because", "who", "bonus", "level", ">taken back")
    for _, story in orders:
        for journal, line in reversals(story.journals):
            grid.add_row(
                event_id(journal, line),
                line.reason or journal.context.cause,
                line.earner,
                line.bonus,
                formats.level(line.level, line.paid_level),
                formats.signed_amount(line.amount, line.currency),
            )
    return output.indented(grid)


def _parked(result: DemoResult) -> Iterable[RenderableType]:
    released = result.released
    yield operations.entry_view(result.parked, result.loaded_at)
    waited = (released.journals[0].recorded_at - result.loaded_at).total_seconds()
    yield Text.assemble(
        ("✓ ", "green"),
        f"the SKU was loaded, and {waited:.1f} s later the order had gone on:",
    )
    yield output.indented(awards.screen(_with_people(released.awards)))
    yield Text()


def _repeated(repeated: Repeated) -> Text:
    statuses = ", ".join(map(str, repeated.statuses))
    claim = (
        f"{repeated.order_key}'s webhooks were sent {repeated.times} times more and answered "
        f"{statuses}; its ledger is the same to the last hash"
    )
    return _checked(Check(repeated.unchanged, claim))


def _forged(status: int) -> Text:
    claim = f"a webhook signed with another secret was answered {status}, and nothing of it is kept"
    return _checked(Check(status == 401, claim))


def _checked(check: Check) -> Text:
    mark = ("✓ ", "green") if check.holds else ("✗ ", "bold red")
    return Text.assemble(mark, check.claim)


def _speed(result: DemoResult) -> RenderableType:
    grid = output.table("what", ">orders", ">half within", ">99 % within")
    for what, latency in (
        ("a store's webhook, sent until answered (HTTP)", result.webhook),
        ("received at the route until it stands in the ledger", result.to_ledger),
    ):
        grid.add_row(what, str(latency.count), *_times(latency))
    return output.indented(grid)


def _times(latency: Latency) -> tuple[str, str]:
    return f"{latency.p50_ms:.0f} ms", f"{latency.p99_ms:.0f} ms"


def _ledger(found: LedgerCheck) -> RenderableType:
    owed = ", ".join(
        f"{person} {formats.amount(amount, currency)}"
        for person, sums in found.owed.items()
        for currency, amount in sums.items()
    )
    return Group(
        Text(f"{found.orders} orders, {found.journals} journals. Owed: {owed}."),
        *map(_checked, found.checks),
    )
