"""What became of each of the records that an action is done to, as of now."""

from collections.abc import Mapping
from dataclasses import dataclass

from commissions.domain.actions.action import APPLIED, Action
from commissions.tables import inbox, parked
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

WENT_ON, ON_ITS_WAY, STILL_WAITS = "went-on", "on-its-way", "still-waits"
DISMISSED, FAILED, NOT_YET = "dismissed", "failed", "not-yet"
SENT, RECOVERED = "sent", "recovered"


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    record_key: str
    outcome: str
    says: str = ""
    """Why it waits, or failed."""


def outcomes(action: Action) -> list[RecordOutcome]:
    """None of an action that is not about parked records, or dead letters."""
    if letters := action.draft.payload.get("messages"):
        return _of_letters(action, letters)
    records = _records(action)
    if not records:
        return []
    waiting = {each.record_key: each for each in parked.all_entries()}
    items = inbox.find_all(each for each in records.values() if each)
    return [
        _outcome(action, key, waiting.get(key), items.get(inbox_id))
        for key, inbox_id in records.items()
    ]


def _of_letters(action: Action, letters: Mapping[str, tuple[str, str]]) -> list[RecordOutcome]:
    """By message. What came in with an item of the inbox is over when that is."""
    items = inbox.find_all(each for _, each in letters.values() if each)
    return [
        _of_letter(action, message_id, f"{order or 'message'}/{message_id}", items.get(inbox_id))
        for message_id, (order, inbox_id) in letters.items()
    ]


def _of_letter(action: Action, message_id: str, key: str, item: InboxItem | None) -> RecordOutcome:
    if message_id in action.failed:
        return RecordOutcome(key, FAILED, action.failed[message_id])
    if action.state != APPLIED:
        return RecordOutcome(key, NOT_YET)
    if item is None:
        return RecordOutcome(key, SENT)
    after = {inbox.DONE: RECOVERED, inbox.PENDING: ON_ITS_WAY, inbox.PARKED: STILL_WAITS}
    return RecordOutcome(key, after.get(item.state, DISMISSED), item.note)


def _records(action: Action) -> Mapping[str, str]:
    """By record, the item of the inbox that it came with."""
    found = action.draft.payload.get("records", {})
    return found if isinstance(found, Mapping) else dict.fromkeys(found, "")


def _outcome(
    action: Action, key: str, entry: ParkedEntry | None, item: InboxItem | None
) -> RecordOutcome:
    if key in action.failed:
        return RecordOutcome(key, FAILED, action.failed[key])
    if action.state != APPLIED:
        return RecordOutcome(key, NOT_YET, entry.detail if entry else "")
    if entry is None:
        is_over = item is not None and item.state == inbox.IGNORED
        return RecordOutcome(key, DISMISSED if is_over else WENT_ON)
    if item is not None and item.state == inbox.PENDING:
        return RecordOutcome(key, ON_ITS_WAY)
    if action.agreed_at and entry.tried_at <= action.agreed_at and item is not None:
        return RecordOutcome(key, ON_ITS_WAY)
    return RecordOutcome(key, STILL_WAITS, entry.detail)
