"""The close of last month in the demo: ranks, levels, a match, a pool. Import it after `enter`."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.application.actions import period_posting
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.actions.steps import approve
from commissions.application.close import beginning
from commissions.application.queries import period_lines
from commissions.application.queries.close_explanation import CloseExplanation
from commissions.domain.actions.action import Action, Actor
from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.journal import Journal, event_id
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, FREEZING, PeriodRecord
from commissions.tables import ledger, periods
from tools import company
from tools.cli.errors import Refused
from tools.cli.progress import Progress
from tools.cli.requests import Sender
from tools.cli.stacks import load_into
from tools.demo import club, shop
from tools.demo.club import Payload
from tools.stack import ROOT

CLUB = ROOT / "company/club"
MARA, INES = Actor("mara", "demo"), Actor("ines", "demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    record: PeriodRecord
    action: Action
    books: tuple[Journal, ...]
    """What it gave, who got most first."""
    seconds: float
    """From the freeze until it was computed."""
    explanation: CloseExplanation
    """Of the match of whoever got most."""

    @property
    def well(self) -> bool:
        paid = sum(line.amount for book in self.books for line in book.lines)
        posted = self.record.state == CLOSED and paid == self.record.summary["paid"] != 0
        return posted and self.explanation.holds


def run(sender: Sender, progress: Progress) -> ClosedMonth:
    period = club.last_month()
    with progress.step(f"sell in the club in {period.label}, and wait for the ledger"):
        _sell(sender, period)
    with progress.step(f"close {period}: freeze, export, check, compute"):
        record, seconds = _computed(period)
    with progress.step("have a second person agree, and post it to the ledger"):
        action = _agreed(record)
        record = _wait(period, CLOSED)
    books = tuple(_books(record))
    why = _explained(books[0])
    return ClosedMonth(record=record, action=action, books=books, seconds=seconds, explanation=why)


def _sell(sender: Sender, period: PeriodId) -> None:
    given = company.read_secrets(CLUB / "secrets.demo.yaml")
    load_into(company.read(CLUB), given, Progress.silent())
    sold = club.orders(period)
    for payload in sold:
        send(sender, payload)
    shop.wait_for_journals(dict.fromkeys(map(club.order_key, sold), 1))
    shop.wait_until_quiet()


def send(sender: Sender, payload: Payload) -> None:
    """As the club's shop does. Raises Refused if it is not taken."""
    [key] = [each.api_key for each in company.read_secrets(CLUB / "secrets.demo.yaml")]
    answered = sender.post(club.request(payload, key))
    if not answered.is_accepted:
        raise Refused(f"The club was answered {answered.status} {answered.text}.")


def _computed(period: PeriodId) -> tuple[PeriodRecord, float]:
    began = datetime.now(UTC)
    beginning.begin(period, began, again=False)
    found = _wait(period, "computed")
    ended = found.computed_at or began
    return found, (ended - found.frozen_at).total_seconds()


def _agreed(record: PeriodRecord) -> Action:
    request = ActionRequest(
        kind=period_posting.PERIOD_POSTING.name,
        target=period_posting.target_of(record.period),
        payload=period_posting.payload_of(record, without_gate=False),
        why="the month is right",
        ask=True,
    )
    action = submit(request, MARA, datetime.now(UTC))
    return approve(action.action_id, INES, action.draft.digest, datetime.now(UTC))


def _wait(period: PeriodId, state: str) -> PeriodRecord:
    found: list[PeriodRecord] = []

    def there() -> bool:
        record = periods.find(period)
        found[:] = [record] if record else []
        stopped = record is not None and record.state not in {FREEZING, "posting", "computed"}
        return record is not None and (record.state == state or stopped)

    shop.happens(there)
    if not found or found[0].state != state:
        waits = "; ".join(found[0].waits) if found else ""
        said = found[0].state if found else "not frozen"
        raise Refused(f"{period} should be {state}, and is {said}. {waits}".strip())
    return found[0]


def _books(record: PeriodRecord) -> list[Journal]:
    keys = [period_book(str(record.period), str(who)) for who, _ in record.summary["most"]]
    return [journal for key in keys for journal in ledger.read(key).journals]


def _explained(book: Journal) -> CloseExplanation:
    [line] = [each for each in book.lines if each.kind == "matching" and each.amount]
    entry = period_lines.parse_period_line(event_id(book, line))
    why = period_lines.explain(entry)
    if not isinstance(why, CloseExplanation):
        raise Refused(f"{event_id(book, line)} should be a line of the close itself.")
    return why
