"""A batch as finance looks at it: what it pays to whom, what of it needs a second look, and what
waits for whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.payouts import reserving
from commissions.application.payouts.redirected import Redirected, outgrown, redirected
from commissions.application.queries import actions_on_record
from commissions.domain.actions.action import Action
from commissions.domain.actions.paid_kinds import PAID_OUT
from commissions.domain.payouts.batch import (
    APPROVED_BATCH,
    DRAFT,
    PROPOSED,
    SENT_BATCH,
    SETTLED_BATCH,
    Batch,
)
from commissions.domain.payouts.payout import Payout
from commissions.payments.batch_files import BatchFile, FileTooLarge, batch_file
from commissions.payments.bucket import NoSuchFile
from commissions.payments.csv_file import NAME as CSV
from commissions.payments.iso20022 import NAME as BANK
from commissions.tables import payouts

PAGE = 50
LOOKED_AT_MAX = 2_000
"""Of so many payouts it is looked at once who is paid elsewhere, or far more, or not any more. Of
more it is told to whoever approves it, and by the command line."""
NOBODY_ELSE = Redirected(elsewhere=(), first=0, jumped=())


@dataclass(frozen=True, slots=True)
class StateSum:
    people: int
    paid: Mapping[str, int]
    """By currency, minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    batch: Batch
    rows: Sequence[Payout]
    """By payee, PAGE at most."""
    goes_on: str
    """Behind which payee; empty at the end."""
    is_whole: bool
    """Whether all of it was looked at: else the figures below are empty."""
    states: Mapping[str, StateSum]
    redirected: Redirected
    withheld: Mapping[str, str]
    """Who is not to be paid as it was planned, by now, each with why."""
    outgrown: Batch | None
    """The last batch, where this one takes more than three times as much."""
    open: Sequence[Action]
    """What is on record of it and not done: what waits for somebody else first."""
    file: BatchFile | None
    """None where it was not written, is forgotten, or is too large for a page."""


def batch_facts(batch_id: str, after: str, now: datetime) -> BatchFacts:
    """Six round trips, and two more for each hundred payouts up to LOOKED_AT_MAX. Raises
    UnknownBatch."""
    record = payouts.batch(batch_id)
    is_whole = record.payouts <= LOOKED_AT_MAX
    every = payouts.of_batch(batch_id) if is_whole else []
    rows = _page(every, after) if is_whole else payouts.page_of_batch(batch_id, after, PAGE + 1)
    is_planned = record.state in {DRAFT, PROPOSED, APPROVED_BATCH}
    return BatchFacts(
        batch=record,
        rows=rows[:PAGE],
        goes_on=rows[PAGE - 1].payee if len(rows) > PAGE else "",
        is_whole=is_whole,
        states=_states(every),
        redirected=redirected(every, record.currency) if every and is_planned else NOBODY_ELSE,
        withheld=reserving.withheld(every, now) if every and is_planned else {},
        outgrown=outgrown(record, payouts.batches()),
        open=open_actions(now, f"payout/{batch_id}"),
        file=file_of(record),
    )


def open_actions(now: datetime, target: str = "") -> list[Action]:
    """Those that finance decides on, of one target or of all."""
    found = actions_on_record.actions_on_record(now)
    own = (each for each in found if each.draft.kind in PAID_OUT)
    return [each for each in own if target in {"", each.draft.target}]


def file_of(record: Batch) -> BatchFile | None:
    if record.state not in {SENT_BATCH, SETTLED_BATCH} or record.provider not in {CSV, BANK}:
        return None
    try:
        return batch_file(record.batch_id, record.provider)
    except (NoSuchFile, FileTooLarge):
        return None


def _page(every: Sequence[Payout], after: str) -> list[Payout]:
    return [each for each in every if each.payee > after][: PAGE + 1]


def _states(every: Sequence[Payout]) -> dict[str, StateSum]:
    people = Counter(each.state for each in every)
    sums: dict[str, Counter[str]] = {state: Counter() for state in people}
    for each in every:
        sums[each.state][each.paid_in] += each.paid
    return {state: StateSum(people[state], dict(sums[state])) for state in people}
