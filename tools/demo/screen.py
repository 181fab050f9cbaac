"""What the demo shows in the end: who earned what, and why."""

import json
from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from commissions.audit.report_json import as_json
from commissions.domain.attribution import HOUSE
from commissions.domain.ledger import event_id
from tools.cli import awards, care, explaining, out, reconciling, shown, story
from tools.cli.awards import Standing, reversals
from tools.cli.explain import Check
from tools.cli.story import OrderStory
from tools.demo import four
from tools.demo.cast import Scene
from tools.demo.checks import LedgerCheck
from tools.demo.four import FourStores
from tools.demo.measured import Latency
from tools.demo.play import Played, Repeated
from tools.demo.reconciled import Reconciled

NEXT = """\
make up                                     keeps a stack running to play with
commissions load company/ --secrets company/secrets.demo.yaml
commissions send events/webhooks/shopify/orders_paid.json --store tea-us --topic orders/paid
commissions order 5501000001001             commissions parked
commissions statement cara                  commissions health
make down"""


def screen(played: Played) -> RenderableType:
    parts: list[RenderableType] = [_chapter("The orders, and who earns")]
    for scene, told in played.orders:
        parts += [_order(scene, told), Text()]
    parts += [_chapter("Four stores on four platforms"), *_four(played.four), Text()]
    parts += [_chapter("What refunds and the cancellation took back"), _reversals(played.orders)]
    parts += [Text(), _chapter("An order that had to wait"), *_parked(played)]
    parts += [_chapter("Told twice, and not by the store"), _repeated(played.repeated)]
    parts += [_forged(played.forged_status), Text()]
    parts += [_chapter("Why? Every line answers (commissions explain)")]
    parts += [explaining.screen(played.explanation), Text()]
    parts += [_chapter("How fast, on this machine"), _speed(played), Text()]
    parts += [_chapter("The ledger"), _ledger(played.ledger), Text()]
    parts += [_chapter("The day reconciles (commissions reconcile)")]
    parts += [_reconciled(played.reconciled), Text()]
    parts += [_chapter("Go on"), Text(NEXT, "dim")]
    return Group(*parts)


def answer(played: Played) -> dict[str, Any]:
    return {
        "well": played.well,
        "orders": [{"about": scene.about, **story.answer(told)} for scene, told in played.orders],
        "reversals": [
            {"entry": event_id(journal, line), "cause": journal.context.cause, "line": line}
            for _, told in played.orders
            for journal, line in reversals(told.journals)
        ],
        "not_paid": [
            awards.answer(standing)
            for _, told in played.orders
            for standing in told.standings
            if not standing.paid
        ],
        "parked": played.parked,
        "released": story.answer(played.released),
        "repeated": played.repeated,
        "forged_status": played.forged_status,
        "explanation": explaining.answer(played.explanation),
        "latency": {"webhook": played.webhook, "received_to_ledger": played.to_ledger},
        "ledger": played.ledger,
        "four_stores": {
            "webhooks": played.four.webhooks,
            "orders": [story.answer(told) for _, told in played.four.sold],
            "lost": story.answer(played.four.lost),
            "webhooks_lost": played.four.webhooks_lost,
            "found_in_seconds": round(played.four.found_in, 2),
        },
        "reconciliation": json.loads(as_json(played.reconciled.report)),
    }


def _chapter(title: str) -> Rule:
    return Rule(Text(title, "bold"), align="left", style="dim")


def _four(found: FourStores) -> Iterable[RenderableType]:
    created = ", ".join(f"{four.NAMES[shop]} {count}" for shop, count in found.webhooks.items())
    yield Text(f"Webhooks created through the stores' APIs: {created}.")
    for platform, told in found.sold:
        lock = told.lock
        credit = lock.seller if lock else "nobody"
        yield Text.assemble((told.order_key, "bold cyan"), f"  {platform}, credited to {credit}")
        yield out.indented(awards.screen(_with_people(told.standings)))
    claim = (
        f"{found.lost.order_key}: its {found.webhooks_lost} webhooks were lost; the poller asked "
        f"the shop, and {found.found_in:.1f} s later the order stood in the ledger"
    )
    yield _checked(Check(bool(found.lost.journals), claim))


def _reconciled(found: Reconciled) -> RenderableType:
    return reconciling.screen(found.report, [str(file) for file in found.files])


def _order(scene: Scene, told: OrderStory) -> RenderableType:
    lock = told.lock
    credit = "nobody" if lock is None or lock.seller == HOUSE else lock.seller
    return Group(
        Text.assemble((told.order_key, "bold cyan"), f"  credited to {credit}"),
        Text(scene.about),
        out.indented(awards.screen(_with_people(told.standings))),
    )


def _with_people(standings: Iterable[Standing]) -> list[Standing]:
    """Without the levels that nobody stands at: `commissions order` shows them too."""
    return [standing for standing in standings if standing.line.earner]


def _reversals(orders: Iterable[tuple[Scene, OrderStory]]) -> RenderableType:
    grid = out.table("entry", "because", "who", "bonus", "level", ">taken back")
    for _, told in orders:
        for journal, line in reversals(told.journals):
            grid.add_row(
                event_id(journal, line),
                line.reason or journal.context.cause,
                line.earner,
                line.bonus,
                shown.level(line.level, line.paid_level),
                shown.change(line.amount, line.currency),
            )
    return out.indented(grid)


def _parked(played: Played) -> Iterable[RenderableType]:
    released = played.released
    yield care.entry_shown(played.parked, played.loaded_at)
    waited = (released.journals[0].recorded_at - played.loaded_at).total_seconds()
    yield Text.assemble(
        ("✓ ", "green"),
        f"the SKU was loaded, and {waited:.1f} s later the order had gone on:",
    )
    yield out.indented(awards.screen(_with_people(released.standings)))
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


def _speed(played: Played) -> RenderableType:
    grid = out.table("what", ">orders", ">half within", ">99 % within")
    for what, latency in (
        ("a store's webhook, sent until answered (HTTP)", played.webhook),
        ("received at the route until it stands in the ledger", played.to_ledger),
    ):
        grid.add_row(what, str(latency.count), *_times(latency))
    return out.indented(grid)


def _times(latency: Latency) -> tuple[str, str]:
    return f"{latency.p50_ms:.0f} ms", f"{latency.p99_ms:.0f} ms"


def _ledger(found: LedgerCheck) -> RenderableType:
    owed = ", ".join(
        f"{person} {shown.amount(amount, currency)}"
        for person, sums in found.owed.items()
        for currency, amount in sums.items()
    )
    return Group(
        Text(f"{found.orders} orders, {found.journals} journals. Owed: {owed}."),
        *map(_checked, found.checks),
    )
