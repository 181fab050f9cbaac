"""What travels on the bus: each record's name there, and its way into and out of JSON.

An event's detail is an envelope: `schema_version`, the `record`, and its `trace`; or a `claim` on
these. Of types that are SIGNED, also the `mac` of these.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.journal_events import CommissionsEarned, CommissionsReversed
from commissions.domain.orders.carried_lines import LinesCarried
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.people.customer_merge import CustomersMerged
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.sales.attribution_broadcast import AttributionBroadcast
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.domain.sales.customer_place import CustomerNamed

SOURCE = "commissions"
SCHEMA_VERSION = 1
_STATED = object()

Record = (
    OrderPlaced
    | OrderMapped
    | SaleAttributed
    | AttributionCarried
    | AttributionBroadcast
    | LinesCarried
    | CustomerNamed
    | OrderRefunded
    | OrderCancelled
    | OrderDisputed
    | OrderDecided
    | AttributionOverride
    | OrderParked
    | CommissionsEarned
    | CommissionsReversed
    | ChangeHinted
    | ProductListed
    | ProductRemoved
    | CustomersMerged
    | PrivacyAsked
)

DETAIL_TYPES: dict[type[Any], str] = {
    OrderPlaced: "order.placed",
    OrderMapped: "order.mapped",
    SaleAttributed: "sale.attributed",
    AttributionCarried: "attribution.carried",
    AttributionBroadcast: "attribution.broadcast",
    LinesCarried: "lines.carried",
    CustomerNamed: "customer.named",
    OrderRefunded: "order.refunded",
    OrderCancelled: "order.cancelled",
    OrderDisputed: "order.disputed",
    OrderDecided: "order.decided",
    AttributionOverride: "order.overridden",
    OrderParked: "order.parked",
    CommissionsEarned: "commission.earned",
    CommissionsReversed: "commission.reversed",
    ChangeHinted: "change.hinted",
    ProductListed: "product.listed",
    ProductRemoved: "product.removed",
    CustomersMerged: "customers.merged",
    PrivacyAsked: "privacy.asked",
}
SIGNED: tuple[type[Any], ...] = (
    OrderMapped,
    SaleAttributed,
    AttributionCarried,
    AttributionBroadcast,
    LinesCarried,
    CustomerNamed,
    OrderDecided,
    AttributionOverride,
)
"""What is believed because the pipeline worked it out, or people of the company said it: such an
event proves that it is theirs. All others say what a store said, which its webhook proved."""
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
    """A record (or any dataclass of the domain) as JSON text, without fields that are OMITTED."""
    document = adapter(type(record)).dump_python(record, mode="json", by_alias=True)
    _omit(record, document)
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _omit(value: Any, document: Any) -> None:
    """Takes out, at any depth, what fields marked `omitted` say by default."""
    if isinstance(value, tuple):
        for each, of_each in zip(value, document, strict=True):
            _omit(each, of_each)
    elif is_dataclass(value) and not isinstance(value, type):
        for name, default in _fields(type(value)):
            inner = getattr(value, name)
            if default is not _STATED and inner == default:
                document.pop(name, None)
            elif isinstance(inner, tuple) or is_dataclass(inner):
                _omit(inner, document[name])


@cache
def _fields(record_type: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Each field, with its default where that is omitted."""
    return tuple(
        (each.name, each.default if "omitted" in each.metadata else _STATED)
        for each in fields(record_type)
    )


def decode[T](record_type: type[T], text: str | bytes) -> T:
    """Reads a record, and refuses one that lacks a field; fields it does not know it lets pass."""
    record: T = adapter(record_type).validate_json(text)
    return record
