"""All batches of payouts, and the form by which one is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.domain.payouts.batch import (
    APPROVED_BATCH,
    DRAFT,
    PROPOSED,
    REJECTED_BATCH,
    SENT_BATCH,
    SETTLED_BATCH,
    Batch,
)
from commissions.domain.payouts.counted_payables import AVAILABLE, CountedPayables
from commissions.pages.console.actions import ActionView
from commissions.pages.frame import Frame, fragment, page, sheet

TEMPLATE, NEW = "finance/batches.html", "finance/batch_new.html"
PATH = "/finance/batches"
TONES = {
    DRAFT: "plain",
    PROPOSED: "warn",
    APPROVED_BATCH: "warn",
    SENT_BATCH: "warn",
    SETTLED_BATCH: "good",
    REJECTED_BATCH: "bad",
}
PROVIDERS = ("csv", "iso20022")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    batch_id: str
    state: str
    tone: str
    planned_at: datetime
    provider: str
    people: int
    taken: Money
    paid: Sequence[Money]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesView:
    batches: Sequence[BatchLine]
    more: str
    waiting: Sequence[ActionView]
    """What finance asked for and is not done: what waits for somebody else among it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatchView:
    currency: str
    plans: Sequence[str]
    as_of: datetime | None
    """When it was counted; None where it never was."""
    people: int
    taken: Money
    once: str

    @property
    def back(self) -> str:
        return f"/finance/payables?currency={self.currency}"


def batches(found: Sequence[Batch], *, more: str, waiting: Sequence[ActionView]) -> BatchesView:
    return BatchesView(batches=[line(each) for each in found], more=more, waiting=waiting)


def line(batch: Batch) -> BatchLine:
    return BatchLine(
        batch_id=batch.batch_id,
        state=batch.state,
        tone=TONES[batch.state],
        planned_at=batch.as_of,
        provider=batch.provider,
        people=batch.payouts,
        taken=Money(batch.taken, batch.currency),
        paid=[Money(amount, currency) for currency, amount in batch.paid.items()],
        address=f"{PATH}/{batch.batch_id}",
    )


def new_batch(
    currency: str, plans: Sequence[str], counted: CountedPayables | None, once: str
) -> NewBatchView:
    available = counted.lists.get(AVAILABLE) if counted else None
    return NewBatchView(
        currency=currency,
        plans=plans,
        as_of=counted.as_of if counted else None,
        people=available.people if available else 0,
        taken=Money(counted.taken if counted else 0, currency),
        once=once,
    )


def render(view: BatchesView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def render_more(view: BatchesView, frame: Frame) -> str:
    return fragment(TEMPLATE, "part", frame, view=view)


def render_new(view: NewBatchView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(NEW, frame, view=view, providers=PROVIDERS)
