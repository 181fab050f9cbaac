"""What the streams of what only grows say: what was changed, and the hashes of new journals."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from commissions.tables import journal_hashes
from commissions.tables.journal_hashes import PostedHash, pairs_by_journal

Record = dict[str, Any]
JOURNAL_KEY = {"order_key", "number"}


def changed(records: Iterable[Record]) -> list[Record]:
    """Records of items that were there already: nobody may change or remove one."""
    return [record for record in records if record["eventName"] != "INSERT"]


def keep_hashes(records: Iterable[Record]) -> list[str]:
    """Keeps the hash of every journal as it was put, also of one put over another.

    Returns what contradicts: journals of two hashes, and objects that say something else already.
    """
    batch = [_posted(record["dynamodb"]) for record in records if _is_journal(record["dynamodb"])]
    return [*_of_two_hashes(batch), *journal_hashes.keep(batch)]


def _is_journal(change: dict[str, Any]) -> bool:
    return change["Keys"].keys() == JOURNAL_KEY and "NewImage" in change


def _posted(change: dict[str, Any]) -> PostedHash:
    key = change["Keys"]
    return PostedHash(
        journal_id=f"{key['order_key']['S']}/{key['number']['N']}",
        hash=change["NewImage"].get("hash", {}).get("S", ""),
        at=datetime.fromtimestamp(int(change["ApproximateCreationDateTime"]), UTC),
        sequence=change["SequenceNumber"],
    )


def _of_two_hashes(batch: Sequence[PostedHash]) -> list[str]:
    hashes = pairs_by_journal((each.journal_id, each.hash) for each in batch)
    return [journal_id for journal_id, values in hashes.items() if len(values) > 1]
