"""One batch: what it pays to whom, who is left out and why, and what can be done with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.domain.payouts.batch import (
    APPROVED_BATCH,
    DRAFT,
    PLAN_HOLDS,
    PROPOSED,
    REJECTED_BATCH,
    SENT_BATCH,
    SETTLED_BATCH,
    Batch,
)
from commissions.domain.payouts.left_out import left_out
from commissions.domain.payouts.payout import Payout
from commissions.pages.addresses import part_of
from commissions.pages.console.actions import ActionView
from commissions.pages.finance.batches import PATH
from commissions.pages.frame import Frame, fragment, page, sheet
from commissions.pages.member.payouts import TONES as PAYOUT_TONES

TEMPLATE, ACT = "finance/batch.html", "finance/batch_act.html"
PROPOSE, REJECT, SEND = "propose", "reject", "send"
CHOICES: Mapping[str, Sequence[str]] = {
    DRAFT: (PROPOSE, REJECT),
    PROPOSED: (REJECT,),
    APPROVED_BATCH: (SEND, REJECT),
    SENT_BATCH: (),
    SETTLED_BATCH: (),
    REJECTED_BATCH: (),
}
"""What can be done with a batch, by how far it has come; to approve it is another's."""
COMMAND_LINE_ONLY = frozenset({"iso20022"})
"""What takes a file of names and accounts, which comes through no page."""
_CAME = (DRAFT, PROPOSED, APPROVED_BATCH, SENT_BATCH, SETTLED_BATCH)
NAMED_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPayoutRow:
    row_id: str
    payee: str
    state: str
    tone: str
    taken: Money
    kept: Money
    """Fee and deductions."""
    paid: Money
    why: str
    is_elsewhere: bool
    is_jump: bool
    is_withheld: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    state: str
    tone: str
    people: int
    paid: Sequence[Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPeople:
    """Some by name, and how many more."""

    named: Sequence[str]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    batch_id: str
    state: str
    tone: str
    currency: str
    provider: str
    plan: str
    plan_version: int
    as_of: datetime
    people: int
    taken: Money
    paid: Sequence[Money]
    digest: str
    why: str
    approved_by: Sequence[str]
    steps: Sequence[tuple[str, datetime | None, bool]]
    """State, when if it is known, and whether it is where the batch stands."""
    is_stale: bool
    left_out: Sequence[tuple[str, int, str]]
    """Why people are paid nothing, how many, and where their list is."""
    left_out_people: int
    states: Sequence[StateLine]
    is_whole: bool
    elsewhere: NamedPeople
    first: int
    jumped: NamedPeople
    withheld: Sequence[tuple[str, str]]
    """Who would not be paid any more, and why, in the words of who says so."""
    outgrown: tuple[str, Money] | None
    """The last batch, and what it took, where this takes more than three times as much."""
    rows: Sequence[BatchPayoutRow]
    more: str
    open: Sequence[ActionView]
    file: FileShown | None
    choices: Sequence[str]
    takes_accounts: bool
    may_settle: bool
    may_act: bool

    @property
    def path(self) -> str:
        return f"{PATH}/{self.batch_id}"

    @property
    def waits(self) -> bool:
        return any(each.kind == "payout.approve" and each.state == "proposed" for each in self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchActView:
    """What would be done with a batch, before somebody confirms it."""

    batch: BatchView
    choice: str
    seen: str
    """A digest of what is shown: nothing else is done."""
    once: str
    changed: bool = False
    wrong: Mapping[str, str] | None = None
    refused: str = ""

    @property
    def action(self) -> str:
        return f"{self.batch.path}/act/{self.choice}"

    @property
    def hidden(self) -> dict[str, str]:
        return {"seen": self.seen, "once": self.once}


def row(payout: Payout, marks: "Marks") -> BatchPayoutRow:
    kept = payout.taken - payout.net
    return BatchPayoutRow(
        row_id=f"payout-{part_of(payout.payee)}",
        payee=payout.payee,
        state=payout.state,
        tone=PAYOUT_TONES[payout.state],
        taken=Money(payout.taken, payout.currency),
        kept=Money(kept, payout.currency),
        paid=Money(payout.paid, payout.paid_in),
        why=payout.why,
        is_elsewhere=payout.payee in marks.elsewhere,
        is_jump=payout.payee in marks.jumped,
        is_withheld=payout.payee in marks.withheld,
        address=f"{PATH}/{payout.batch}/payouts/{part_of(payout.payee)}",
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """Whose payouts need a second look."""

    elsewhere: frozenset[str]
    jumped: frozenset[str]
    withheld: frozenset[str]


def named(people: Sequence[str]) -> NamedPeople:
    return NamedPeople(named=people[:NAMED_MAX], more=max(0, len(people) - NAMED_MAX))


def left_out_lines(batch: Batch) -> list[tuple[str, int, str]]:
    return [
        (reason, people, f"/finance/payables/{reason}?currency={batch.currency}")
        for reason, people in left_out(batch.carried).items()
    ]


def steps(batch: Batch) -> list[tuple[str, datetime | None, bool]]:
    whens = {
        DRAFT: batch.as_of,
        APPROVED_BATCH: batch.approved_at,
        SENT_BATCH: batch.sent_at,
        SETTLED_BATCH: batch.settled_at,
    }
    if batch.state == REJECTED_BATCH:
        came = [each for each in (DRAFT, APPROVED_BATCH) if whens[each]]
        return [*((each, whens[each], False) for each in came), (REJECTED_BATCH, None, True)]
    at = _CAME.index(batch.state)
    return [(each, whens.get(each), each == batch.state) for each in _CAME[: at + 1]]


def is_stale(batch: Batch, now: datetime) -> bool:
    return batch.state in {DRAFT, PROPOSED} and now >= batch.as_of + PLAN_HOLDS


def render(view: BatchView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def render_more(view: BatchView, frame: Frame) -> str:
    return fragment(TEMPLATE, "part", frame, view=view)


def render_act(view: BatchActView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(ACT, frame, view=view)
