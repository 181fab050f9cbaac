"""/finance/adjustments: what may be written off, what people changed of what others are owed."""

from collections.abc import Sequence
from datetime import UTC, date, timedelta

from commissions.application.queries import adjustments as queries
from commissions.application.queries import batches, payables
from commissions.application.queries.adjustments import DAYS
from commissions.domain.actions.audit_entry import AuditEntry
from commissions.domain.actions.paid_kinds import PAID_OUT
from commissions.domain.money import Money
from commissions.domain.payouts.counted_payables import WRITE_OFF, CountedPayables
from commissions.pages.finance import adjustments as page
from commissions.pages.finance.adjustments import AdjustedLine, AdjustmentsView, WriteOffDue
from commissions.pages.finance.payables import list_address
from commissions.payments.payable_files import NothingCounted
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages.action_views import FINANCE_PATH, action_view

WRITING_OFF = "payout.write_off"
FIRST_DAY = date(2000, 1, 1)


def show(request: Request) -> Response:
    """Raises NotHere of a day that there is not."""
    today = request.now.astimezone(UTC).date()
    until = min(_day(request, today), today)
    found = queries.adjustments(until)
    later = min(until + timedelta(days=DAYS), today)
    waiting = [e for e in batches.open_actions(request.now) if e.draft.kind == WRITING_OFF]
    view = AdjustmentsView(
        due=[_due(each) for each in _counted() if each.write_offs.people],
        waiting=[action_view(each, request.who, request.now) for each in waiting],
        since=found.since,
        until=found.until,
        lines=[_line(each) for each in found.entries],
        earlier=page.address(found.since - timedelta(days=1)),
        later=page.address(later) if until < today else "",
    )
    return Response(body=page.render(view, frame_of(request, "finance", "adjustments")))


def _day(request: Request, today: date) -> date:
    try:
        day = date.fromisoformat(request.query.get("until", "") or today.isoformat())
    except ValueError:
        raise NotHere from None
    if day < FIRST_DAY:
        raise NotHere
    return day


def _counted() -> Sequence[CountedPayables]:
    try:
        return payables.counted()
    except NothingCounted:
        return ()


def _due(counted: CountedPayables) -> WriteOffDue:
    return WriteOffDue(
        people=counted.write_offs.people,
        amount=Money(-counted.write_offs.amount, counted.currency),
        address=list_address(counted.currency, WRITE_OFF),
    )


def _line(entry: AuditEntry) -> AdjustedLine:
    return AdjustedLine(
        row_id=f"entry-{entry.day}-{entry.number}",
        what=entry.what,
        target=entry.target,
        who=entry.who,
        why=entry.why,
        outcome=entry.outcome,
        tone=page.tone_of(entry.outcome),
        at=entry.at,
        address=f"{FINANCE_PATH}/{entry.run}" if entry.what in PAID_OUT else "",
    )
