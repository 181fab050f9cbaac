"""product.listed, product.removed -> what a store has for sale: each variant needs a value."""

from collections.abc import Iterable

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer
from commissions.tables import catalogue


@consumer(ProductListed, ProductRemoved, tells=(), last=True)
def handler(event: Event[ProductListed | ProductRemoved]) -> Iterable[Record]:
    catalogue.apply(event.record)
    return ()
