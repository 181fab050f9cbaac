"""The demo's acts, one after the other, on a stack that was reached. Import it after `enter`."""

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from commissions.application.queries import order_story
from commissions.application.queries.explanation import Explanation
from commissions.application.queries.order_story import OrderStory
from commissions.domain.sales.attribution import Rate
from commissions.tables import ledger, rates
from commissions.tables.parked import ParkedEntry
from tools import company
from tools.cli.progress import Progress
from tools.cli.requests import Sender
from tools.cli.stacks import load_into
from tools.demo import (
    checks,
    four_stores,
    month,
    month_paid,
    reconciled,
    returning,
    scenario,
    shop,
)
from tools.demo.checks import LedgerCheck
from tools.demo.four_stores import FourStores
from tools.demo.measured import Latency, latency
from tools.demo.month import ClosedMonth
from tools.demo.month_paid import PaidMonth
from tools.demo.reconciled import Reconciled
from tools.demo.scenario import Scene
from tools.stack import ROOT, Stack

COMPANY = ROOT / "company"
SECRETS = COMPANY / "secrets.demo.yaml"
CROWD = 40
PAUSE_SECONDS = 0.1
AGAIN = 5
FORGED = "whatever somebody made up"
EUROS = Decimal("1.0775")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """An order's webhook sent again and again."""

    order_key: str
    times: int
    statuses: tuple[int, ...]
    unchanged: bool
    """Whether the order's ledger is the same, to the last hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """All that happened, for the screen."""

    orders: tuple[tuple[Scene, OrderStory], ...]
    parked: ParkedEntry
    loaded_at: datetime
    """When what it waits for was there."""
    released: OrderStory
    repeated: Repeated
    forged_status: int
    explanation: Explanation
    webhook: Latency
    to_ledger: Latency
    ledger: LedgerCheck
    four_stores: FourStores
    reconciled: Reconciled
    month: ClosedMonth
    paid: PaidMonth

    @property
    def well(self) -> bool:
        """Whether everything that the demo claims was seen."""
        checks_hold = all(check.holds for check in self.ledger.checks)
        refused = self.repeated.unchanged and self.forged_status == 401
        explained = self.explanation.verification.holds
        acts = (self.four_stores, self.reconciled, self.month, self.paid)
        return checks_hold and explained and refused and all(each.well for each in acts)


def load_company(progress: Progress) -> dict[str, str]:
    """Loads company/; the stores' API keys, which the stack itself does not know."""
    given = company.read_secrets(SECRETS)
    load_into(company.read(COMPANY), given, Progress.silent())
    today = datetime.now(UTC).date()
    if rates.at("EUR", "USD", today) is None:  # the file ends, the calendar does not
        rates.put(Rate("EUR", "USD", EUROS, today.isoformat(), "ecb"))
    return {each.store_id: each.api_key for each in given}


def run(stack: Stack, progress: Progress) -> DemoResult:
    api_url = stack.api_url
    with progress.step("load the demo company"):
        api_keys = load_company(progress)
    with Sender(api_url) as sender, four_stores.opened() as town:
        sold_on_four = four_stores.run(town, api_url, progress)
        seen = _run(shop.Shop(sender, api_keys), progress, sold_on_four)
        with progress.step("ask every shop what changed, as every 15 minutes"):
            four_stores.ask_all()
        closed = month.run(sender, progress)
        paid = month_paid.run(stack, sender, closed, progress)
        with progress.step("reconcile the day: stores = facts = journals = statements"):
            compared = reconciled.today()
    return DemoResult(
        **seen, four_stores=sold_on_four, reconciled=compared, month=closed, paid=paid
    )


def _run(stores: shop.Shop, progress: Progress, others: FourStores) -> dict[str, Any]:
    now = datetime.now(UTC) - timedelta(seconds=4)
    scenes = [*scenario.scenes(now), *returning.scenes(now)]
    through = [scene for scene in scenes if not scene.parked]
    [stuck] = [scene for scene in scenes if scene.parked]
    with progress.step("send orders as the stores do, signed, over HTTP"):
        _send_all(stores, [sent for scene in scenes for sent in scene.first])
    with progress.step("wait for the ledger"):
        shop.wait_for_journals({scene.order_key: 1 for scene in through})
    with progress.step("send a refund and a cancellation"):
        _send_all(stores, [sent for scene in through for sent in scene.later])
        posted = shop.wait_for_journals({scene.order_key: scene.journals for scene in through})
        for scene in through:
            if scene.moves_nothing:
                shop.wait_until_parked(scene.order_key)
    with progress.step("send a webhook again and again, and a forged one"):
        repeated = _send_again(stores, through[0], posted[through[0].order_key])
        forged = stores.post(stores.request(through[0].first[0], secret=FORGED))
    with progress.step("load the SKU that a parked order waits for"):
        entry, loaded_at = shop.wait_until_parked(stuck.order_key), datetime.now(UTC)
        _load_sku()
        freed = shop.wait_for_journals({stuck.order_key: 1})
    with progress.step(f"send {CROWD} more orders, to measure"):
        webhook, to_ledger, crowd = _crowd(stores)
    with progress.step("check the ledger"):
        every = [*posted.values(), *freed.values(), *crowd.values()]
        chains = [story.journals for story in every]
        checked = checks.check_ledger([*chains, *(story.journals for story in others.stories)])
    return {
        "orders": tuple((scene, order_story.read(scene.order_key)) for scene in through),
        "parked": entry,
        "loaded_at": loaded_at,
        "released": order_story.read(stuck.order_key),
        "repeated": repeated,
        "forged_status": forged.status,
        "explanation": _explained(through[0].order_key),
        "webhook": webhook,
        "to_ledger": to_ledger,
        "ledger": checked,
    }


def _send_all(stores: shop.Shop, webhooks: list[scenario.Sent]) -> None:
    for sent in webhooks:
        stores.send(sent)


def _send_again(stores: shop.Shop, scene: Scene, before: ledger.StoredOrder) -> Repeated:
    answers = [stores.send(sent) for _ in range(AGAIN) for sent in scene.first + scene.later]
    shop.wait_until_quiet()
    return Repeated(
        order_key=scene.order_key,
        times=len(answers),
        statuses=tuple(sorted({each.status for each in answers})),
        unchanged=ledger.read(scene.order_key).journals == before.journals,
    )


def _load_sku() -> None:
    """As a person would: a row in skus.csv, loaded."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "skus.csv").write_text(scenario.OOLONG)
        load_into(company.read(Path(folder)), (), Progress.silent())


def _crowd(stores: shop.Shop) -> tuple[Latency, Latency, dict[str, ledger.StoredOrder]]:
    """Ordinary orders, one after the other: at the route, and from there to the ledger."""
    webhooks = scenario.crowd(datetime.now(UTC), CROWD)
    answers = []
    for sent in webhooks.values():
        answers.append(stores.send(sent))
        time.sleep(PAUSE_SECONDS)
    stories = shop.wait_for_journals(dict.fromkeys(webhooks, 1))
    return (
        latency([each.seconds for each in answers]),
        latency(shop.lags(stories.values())),
        stories,
    )


def _explained(order_key: str) -> Explanation:
    """A line with everything in it: compressed, converted back by a refund, chained."""
    story = order_story.read(order_key)
    last = story.journals[-1]
    line = max(last.lines, key=lambda line: (line.level != line.paid_level, -line.line))
    return story.explain(last.number, line.line)
