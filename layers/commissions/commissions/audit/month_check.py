"""What each month says of an order, against what its facts up to the month's end make.

By another road than the ledger goes: it adds up what the journals of all months up to one made of
each person's money, and has the oracle work out the order as if nothing later had been told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.audit import oracle
from commissions.audit.findings import LEDGER, MONTHS_DIFFER, Finding
from commissions.audit.oracle import Accounts, SheetOf
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import PlanSheet
from commissions.audit.wording import amount
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

PEOPLES = "commission_payable:"


def compare_months(record: OrderRecord, sheet_of: SheetOf) -> list[Finding]:
    """For an order whose journals agree with its facts over all time. Raises what the oracle does.

    Volumes stay in the month of the sale, so that money alone can stand in another.
    """
    history, contents = record.history, [each.content for each in record.facts]
    locks = history.looked_up
    if not locks or history.order is None:
        return []
    sheet = sheet_of(locks[0].plan)
    months = sorted({sheet.month(when) for each in contents for when in _happened(each)})
    said: Counter[tuple[str, str]] = Counter()
    found = []
    for month in months[:-1]:
        due = oracle.due(_until(month, contents, sheet), sheet_of)
        stands = _posted_until(month, record.journals, sheet)
        found += list(_differing(record, month, due, stands, said))
    return found


def _happened(content: Content) -> list[datetime]:  # noqa: PLR0911 - one return a fact
    match content:
        case OrderPlaced():
            told = [content.order_ts, content.updated_at, content.cancelled_at]
            return [when for when in told if when is not None]
        case OrderRefunded():
            return [content.refunded_at]
        case OrderCancelled():
            return [content.cancelled_at]
        case OrderDecided() | OrderDisputed():
            return [content.at]
        case AttributionOverride():
            return [content.effective_at]
        case CarriedLines():
            return list(content.times)
        case Lock() | ReferralMatch() | CarriedAttribution():
            return []


def _until(month: str, contents: Sequence[Content], sheet: PlanSheet) -> list[Content]:
    """What had happened by the end of a month. An order of which nothing was told before a later
    month was from its placing on what it was then, as far as anybody knows."""
    orders = [each for each in contents if isinstance(each, OrderPlaced)]
    told = shown = [each for each in orders if sheet.month(each.updated_at) <= month]
    if not told:
        earliest = min(each.updated_at for each in orders)
        placed = [each for each in orders if sheet.month(each.order_ts) <= month]
        told = [each for each in placed if each.updated_at == earliest]
        shown = [_without_cancellation(each, month, sheet) for each in told]
    versions = {each.version for each in told}
    others = [
        each
        for each in contents
        if (
            each.order_version in versions
            if isinstance(each, Lock | ReferralMatch)
            else isinstance(each, CarriedAttribution | CarriedLines)
            or (not isinstance(each, OrderPlaced) and sheet.month(_happened(each)[-1]) <= month)
        )
    ]
    return [*shown, *(_said_until(month, each, sheet) for each in others)]


def _said_until(month: str, content: Content, sheet: PlanSheet) -> Content:
    """How another order's lines were at the end of a month; from ever as they were at first."""
    if not isinstance(content, CarriedLines):
        return content
    ended = sum(sheet.month(since) <= month for since in content.times[1:])
    return replace(content, states=content.states[: 1 + ended])


def _without_cancellation(order: OrderPlaced, month: str, sheet: PlanSheet) -> OrderPlaced:
    later = order.cancelled_at is not None and sheet.month(order.cancelled_at) > month
    return replace(order, cancelled_at=None) if later else order


def _posted_until(month: str, journals: Iterable[Journal], sheet: PlanSheet) -> Accounts:
    sums: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        if sheet.month(journal.effective_at) <= month:
            for leg in journal.legs:
                sums[leg.account, leg.unit] += leg.amount
    return dict(sums)


def _differing(
    record: OrderRecord, month: str, due: Accounts, stands: Accounts, said: Counter[tuple[str, str]]
) -> Iterator[Finding]:
    """Each month's own difference: what was off by the month before is that one's."""
    for account, unit in sorted({*due, *stands, *said}):
        if not account.startswith(PEOPLES):
            continue
        slot = account, unit
        off = stands.get(slot, 0) - due.get(slot, 0)
        if new := off - said[slot]:
            said[slot] = off
            yield _finding(record, month, account.removeprefix(PEOPLES), unit, new)


def _finding(record: OrderRecord, month: str, who: str, unit: str, over: int) -> Finding:
    much = "more" if over > 0 else "less"
    return Finding(
        check=LEDGER,
        kind=MONTHS_DIFFER,
        store=record.store,
        order=record.order_key,
        about=who,
        unit=unit,
        expected=0,
        found=over,
        sentence=f"Of order {record.order_key}, {month} says {amount(abs(over), unit)} {much} of "
        f"{who} than happened in it; another month makes up for it.",
    )
