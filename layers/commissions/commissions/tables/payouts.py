"""The batches of payouts, and how far each payout has come.

A step of a payout is one transaction with its journal: the item here only follows the version that
was read. What a provider calls a payment is kept once, so that no two payouts are settled by one.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from commissions import events
from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.payout import Payout
from commissions.tables import versioned
from commissions.tables.items import Item, compress, decompress, get, marshal, query, scan

TABLE = os.environ["PAYOUTS_TABLE"]
BATCHES = "batches"
_BATCH, _REFERENCE = "batch/", "reference/"
TOGETHER = 50
"""Items that a transaction writes at once, of the hundred that it takes."""


class UnknownBatch(LookupError):
    """No batch of that id."""

    def __init__(self, batch: str) -> None:
        super().__init__(f"No batch {batch} here: `commissions payout list` names those there are")


def batches() -> list[Batch]:
    """All there are, by their ids."""
    found = query(
        TABLE,
        KeyConditionExpression="#owner = :batches",
        ExpressionAttributeNames={"#owner": "owner"},
        values={":batches": BATCHES},
        ConsistentRead=True,
    )
    return [_read_batch(item) for item in found]


def every_batch() -> Iterator[Batch]:
    """The same by a scan, for whoever may read a table only so."""
    found = scan(TABLE, ConsistentRead=True)
    return (_read_batch(item) for item in found if item["owner"] == BATCHES)


def batch(batch_id: str) -> Batch:
    """As it stands now. Raises UnknownBatch."""
    item = get(TABLE, _batch_key(batch_id))
    if item is None:
        raise UnknownBatch(batch_id)
    return _read_batch(item)


def put_batch(record: Batch) -> Batch:
    """Writes a batch over the version that was read. Raises VersionConflict."""
    item = _batch_key(record.batch_id) | {"body": _text(record), "state": record.state}
    versioned.put(TABLE, item, after=record.version)
    return replace(record, version=record.version + 1)


def of_batch(batch_id: str) -> list[Payout]:
    """Its payouts, by payee."""
    found = query(
        TABLE,
        KeyConditionExpression="#owner = :batch",
        ExpressionAttributeNames={"#owner": "owner"},
        values={":batch": f"{_BATCH}{batch_id}"},
        ConsistentRead=True,
    )
    return [_read_payout(item) for item in found]


def page_of_batch(batch_id: str, after: str, limit: int) -> list[Payout]:
    """So many of them, by payee, from the one behind `after` on (empty: the first): one round trip
    for a few hundred."""
    found = query(
        TABLE,
        KeyConditionExpression="#owner = :batch AND entry > :after",
        ExpressionAttributeNames={"#owner": "owner"},
        values={":batch": f"{_BATCH}{batch_id}", ":after": after or " "},
        Limit=limit,
    )
    return [_read_payout(item) for item in islice(found, limit)]


def find(batch_id: str, payee: str) -> Payout | None:
    item = get(TABLE, _payout_key(batch_id, payee))
    return _read_payout(item) if item else None


def of_payee(payee: str, batch_ids: Iterable[str]) -> list[Payout]:
    """Somebody's payouts in some batches: one round trip per 100."""
    found = versioned.get_all(TABLE, [_payout_key(each, payee) for each in batch_ids])
    return sorted(map(_read_payout, found), key=lambda each: (each.as_of, each.batch))


def some(keys: Iterable[tuple[str, str]]) -> list[Payout]:
    """Those of them that there are, by batch and payee: one round trip per 100."""
    found = versioned.get_all(TABLE, [_payout_key(batch, payee) for batch, payee in keys])
    return [_read_payout(item) for item in found]


def every() -> Iterator[Payout]:
    """All of all batches, in no order."""
    found = scan(TABLE, ConsistentRead=True)
    return (_read_payout(item) for item in found if item["owner"].startswith(_BATCH))


def references() -> Iterator[tuple[str, str, str]]:
    """Provider, its reference, and the id of the payout that has it, in no order."""
    for item in scan(TABLE, ConsistentRead=True):
        if item["owner"].startswith(_REFERENCE):
            yield item["owner"].removeprefix(_REFERENCE), item["entry"], item["payout_id"]


def add_planned(planned: Sequence[Payout]) -> None:
    """Puts the payouts of a batch that is being planned; those that stand already stay. Raises
    VersionConflict where somebody else plans the same."""
    for start in range(0, len(planned), TOGETHER):
        part = planned[start : start + TOGETHER]
        versioned.write_all_or_none([stepped(each) for each in part])


def stepped(payout: Payout) -> Any:
    """The write of a transaction that puts a payout over the version that was read."""
    item = _payout_key(payout.batch, payout.payee) | {
        "payout_id": payout.payout_id,
        "state": payout.state,
        "body": _text(payout),
    }
    return {"Put": versioned.versioned_put(TABLE, item, after=payout.version)}


def named(payout: Payout) -> Any:
    """The write of a transaction that gives a provider's reference to this payout alone. It was
    that payout's already where it came again."""
    item = {
        "owner": f"{_REFERENCE}{payout.provider}",
        "entry": payout.provider_reference,
        "payout_id": payout.payout_id,
    }
    return {
        "Put": {
            "TableName": TABLE,
            "Item": marshal(item),
            "ConditionExpression": "attribute_not_exists(#owner) OR payout_id = :own",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": marshal({":own": payout.payout_id}),
        }
    }


def named_by(provider: str, reference: str) -> str:
    """The id of the payout that has a provider's reference; empty where none has."""
    item = get(TABLE, {"owner": f"{_REFERENCE}{provider}", "entry": reference})
    return str(item["payout_id"]) if item else ""


def _batch_key(batch_id: str) -> Item:
    return {"owner": BATCHES, "entry": batch_id}


def _payout_key(batch_id: str, payee: str) -> Item:
    return {"owner": f"{_BATCH}{batch_id}", "entry": payee}


def _text(record: Batch | Payout) -> bytes:
    return compress(events.encode(replace(record, version=0)))


def _read_batch(item: Item) -> Batch:
    return replace(events.decode(Batch, decompress(item["body"])), version=item["version"])


def _read_payout(item: Item) -> Payout:
    return replace(events.decode(Payout, decompress(item["body"])), version=item["version"])
