"""After the close of the demo's month: what was earned is paid out by a provider that moves money
on this machine, and a refund comes. Import it after `enter`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.application.actions import payout_approval
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.actions.steps import approve
from commissions.application.close import reopening
from commissions.application.close.reopening import ReopenPreview
from commissions.application.export.export import SETTLES, exported_until
from commissions.application.payouts import planning, registering, reserving, sending
from commissions.application.queries import payouts
from commissions.application.queries.payouts import BatchStory
from commissions.domain.payouts.batch import SETTLED_BATCH
from commissions.domain.periods.period_id import PeriodId
from tools.cli.progress import Progress
from tools.cli.requests import Sender
from tools.demo import club, month, shop
from tools.demo.club import PLAN
from tools.demo.month import INES, MARA, ClosedMonth
from tools.fake_bank import FakeBank
from tools.stack import Stack

GIVEN_BACK = "TOM"
"""Whose customer sends everything back after the close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidMonth:
    preview: ReopenPreview
    """What the next close will post for what came back."""
    batch: BatchStory
    received: dict[str, int]
    """By payee what arrived at the provider, in minor units."""

    @property
    def well(self) -> bool:
        booked = {each.payee: each.paid for each in self.batch.payouts}
        settled = self.batch.batch.state == SETTLED_BATCH
        return settled and booked == self.received and self.preview.amount < 0


def run(stack: Stack, sender: Sender, closed: ClosedMonth, progress: Progress) -> PaidMonth:
    with progress.step("pay it out: planned, agreed to by two, sent to a bank that moves money"):
        batch, received = _paid(closed)
    with progress.step("take a refund after the close"):
        _give_back(sender, closed.record.period)
        preview = _previewed(stack, closed.record.period)
    return PaidMonth(preview=preview, batch=batch, received=received)


def _paid(closed: ClosedMonth) -> tuple[BatchStory, dict[str, int]]:
    people = [str(who) for who, _ in closed.record.summary["most"]]
    for who in people:
        registering.register(who, reference=f"acct-{who}", currency="USD", country="US")
    shop.happens(lambda: len(planning.plan("USD", "fake", _now(), PLAN).payouts) >= len(people))
    batch = planning.plan_and_keep("USD", "fake", _now(), PLAN).batch
    record = reserving.propose(batch.batch_id)
    request = ActionRequest(
        kind=payout_approval.PAYOUT_APPROVAL.name,
        target=payout_approval.target_of(record.batch_id),
        payload=payout_approval.payload_of(record),
        why="the month is closed",
        ask=True,
    )
    action = submit(request, MARA, _now())
    approve(action.action_id, INES, action.draft.digest, _now())
    bank = FakeBank(trouble=False, day=_now().date())
    sending.send(record.batch_id, bank, _now())
    bank.next_day()
    sending.poll(record.batch_id, bank, _now())
    story = payouts.batch_story(record.batch_id)
    return story, {each.payee: bank.balance(f"acct-{each.payee}", "USD") for each in story.payouts}


def _give_back(sender: Sender, period: PeriodId) -> None:
    sold = club.sold_by(GIVEN_BACK, period)
    month.send(sender, club.given_back(sold, _now() - timedelta(seconds=2)))
    shop.wait_for_journals({club.order_key(sold): 2})
    shop.wait_until_quiet()


def _previewed(stack: Stack, period: PeriodId) -> ReopenPreview:
    """Once the warehouse has what came back."""
    until = _now()
    client = stack.client("lambda")
    name = stack.resources["Export"]
    body = f'{{"until": "{until.isoformat()}"}}'.encode()

    def there() -> bool:
        client.invoke(FunctionName=name, Payload=body)
        known = exported_until()
        return known is not None and known >= until

    shop.happens(there, every=SETTLES.total_seconds() / 2)
    return reopening.preview(period)


def _now() -> datetime:
    return datetime.now(UTC)
