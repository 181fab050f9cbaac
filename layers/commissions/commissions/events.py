"""What travels on the bus: each record's name there, and its way into and out of JSON.

An event's detail is an envelope: `schema_version`, the `record`, and its `trace`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.journal_events import CommissionsEarned, CommissionsReversed
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.orders.parking import OrderParked
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.sales.attribution import SaleAttributed

SOURCE = "commissions"
SCHEMA_VERSION = 1

Record = (
    OrderPlaced
    | OrderMapped
    | SaleAttributed
    | OrderRefunded
    | OrderCancelled
    | OrderParked
    | CommissionsEarned
    | CommissionsReversed
    | ChangeHinted
    | ProductListed
    | ProductRemoved
    | PrivacyAsked
)

DETAIL_TYPES: dict[type[Any], str] = {
    OrderPlaced: "order.placed",
    OrderMapped: "order.mapped",
    SaleAttributed: "sale.attributed",
    OrderRefunded: "order.refunded",
    OrderCancelled: "order.cancelled",
    OrderParked: "order.parked",
    CommissionsEarned: "commission.earned",
    CommissionsReversed: "commission.reversed",
    ChangeHinted: "change.hinted",
    ProductListed: "product.listed",
    ProductRemoved: "product.removed",
    PrivacyAsked: "privacy.asked",
}
_adapters: dict[type[Any], TypeAdapter[Any]] = {}
RECORD_TYPES = {name: record_type for record_type, name in DETAIL_TYPES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where a record came from, so that its end can be told to its beginning.

    On the bus three of its fields keep the names that they have had since the first version.
    """

    inbox_id: Annotated[str, Field(alias="inbox")]
    """The id of the inbox item it came in with."""
    source_key: str
    """The key of the store's record that it began as."""
    received_at: datetime
    occurred_at: Annotated[datetime, Field(alias="told_at")]
    """The store's own time of what it tells."""
    record_count: Annotated[int, Field(alias="parts")] = 1
    """How many records the inbox item holds."""
    accepted: tuple[str, ...] = ()
    """What an operator accepted on releasing it: `amounts`."""
    parked_under: str = ""
    """What it had waited for, where it was parked: struck off when it has arrived."""


@dataclass(frozen=True, slots=True)
class Event[R = Record]:
    record: R
    trace: Trace

    def with_record(self, record: Record) -> "Event":
        return Event(record, self.trace)


def adapter(record_type: type[Any]) -> TypeAdapter[Any]:
    if record_type not in _adapters:
        _adapters[record_type] = TypeAdapter(record_type)
    return _adapters[record_type]


def encode(record: Any) -> str:
    """A record (or any dataclass of the domain) as JSON text."""
    return adapter(type(record)).dump_json(record, by_alias=True).decode()


def decode[T](record_type: type[T], text: str | bytes) -> T:
    """Reads a record, and refuses one that lacks a field; fields it does not know it lets pass."""
    record: T = adapter(record_type).validate_json(text)
    return record
