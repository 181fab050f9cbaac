"""The terms that a journal says it was written by, against what was looked up for its order."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from commissions.audit.bundle_points import BundlesTold, SharedBundle
from commissions.audit.order_credit import OrderCredit, credits_said
from commissions.audit.order_record import OrderRecord
from commissions.audit.same_sales import sales_of
from commissions.audit.wording import amount
from commissions.domain.ledger.journal import Context
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock

UNITS = ("pv", "bv", "cv", "qv")
MAPPED = re.compile(
    r"(?P<qty>\S+) x (?P<sku>.*) @ (?P<day>\d{4}-\d\d-\d\d)"
    r"(?:, (?P<part>\S+ \S+ of \S+ \S+))?(?:, (?P<cut>\S+ \S+) of it)?: (?P<sums>[-\d/]+)"
)
TERMS = (
    *("plan", "plan_version", "plan_digest", "seller", "buyer_class", "carrier", "upline_as_of"),
    *("code", "registered_at", "override", "source", "source_ts"),
)
Mark = tuple[str, str]
"""By what a line is known again: its id, or a name of its product."""


def wrong_terms(record: OrderRecord, context: Context) -> Iterator[str]:
    """What the journal names and nobody looked up, or the order never was; in words."""
    locks = record.history.looked_up
    terms = [_terms_of(lock, each) for lock in locks for each in credits_said(record.history)]
    said = tuple(getattr(context, name) for name in TERMS)
    if terms and said not in terms:
        yield _unlike(said, terms)
    rates = {(_text(lock.rate.rate), lock.rate.day) for lock in locks}
    if rates and (context.rate, context.rate_day) not in rates:
        yield f"a rate of {context.rate} of {context.rate_day}, which was not looked up"
    yield from _wrong_words(record, context)
    yield from _wrong_net(record, context)
    yield from _wrong_maps(record, context)


def _wrong_words(record: OrderRecord, context: Context) -> Iterator[str]:
    """What it says besides of who was named where, and when: each was told or looked up once."""
    history, source = record.history, (context.source, context.source_carrier, context.merged_at)
    heard = {(each.source, each.carrier, each.merged_at) for each in history.carried.values()}
    if any(source) and source not in heard:
        yield f"what {context.source or 'no order'} said ({context.source_carrier or 'no word'})"
    told = {
        "overruled": {each.code for each in history.found_by_time},
        "outranked": {each.outranked for each in history.found_by_time},
        "continues": {
            each.continues.as_ for each in history.snapshots_by_time if each.continues is not None
        },
    }
    for name, known in told.items():
        if (said := getattr(context, name)) and said not in known:
            yield f"{name} {said}, which nothing says"


def _wrong_net(record: OrderRecord, context: Context) -> Iterator[str]:
    nets = {
        (order.currency, sum(item.net for item in order.items))
        for order in record.history.snapshots_by_time
    }
    if (context.order_currency, context.order_net) not in nets:
        net = amount(context.order_net, context.order_currency)
        yield f"an order of {net} net, which it never was"


def _wrong_maps(record: OrderRecord, context: Context) -> Iterator[str]:
    valued = {
        (value.platform_sku, f"{value.effective_from:%Y-%m-%d}")
        for lock in record.history.looked_up
        for value in lock.values
    }
    for text in context.maps:
        read = MAPPED.fullmatch(text)
        if read is None or (read["sku"], read["day"]) not in valued:
            yield f"a value that was not looked up: {text}"
        elif read["qty"] not in _quantities(record, read["sku"]):
            yield f"units that the order never had: {text}"
        elif (read["part"] or "") not in _parts(record, read["sku"]):
            yield f"a part of a price that nobody told: {text}"


def _lines_of(record: OrderRecord, key: str) -> list[tuple[OrderPlaced, Item]]:
    """All tellings of lines that may have been worth what a key of the SKU map is."""
    return _reached(record, {("name", key.removeprefix(kind)) for kind in ("", "id:", "sku:")})


def _reached(record: OrderRecord, marks: set[Mark]) -> list[tuple[OrderPlaced, Item]]:
    """All tellings of lines that have such a mark, or ever had: they may be called otherwise since,
    or have been made anew, as far as that was known by then."""
    told = [(order, item) for order in record.history.snapshots_by_time for item in order.items]
    known = 0
    while known < len(marks):
        known = len(marks)
        for _, item in told:
            own = _marks(item)
            marks |= own if own & marks else set()
    return [(order, item) for order, item in told if _marks(item) & marks]


def _marks(item: Item) -> set[Mark]:
    names = {("name", name) for name in (item.platform_sku, item.variant_id) if name}
    return {("line", item.line_id), *names}


def _shared(record: OrderRecord, key: str) -> Iterator[tuple[SharedBundle, list[Item]]]:
    """What lines shared of bundles of the key whenever they were looked up, each with all tellings
    of it."""
    told = record.history.snapshots_by_time
    bundles = BundlesTold(told, sales_of(told))
    places = {order.version: place for place, order in enumerate(told)}
    for lock in record.history.looked_up:
        place = places.get(lock.order_version)
        shared = {} if place is None else bundles.shared(place, lock)
        for line_id, each in shared.items():
            if (lock.lines or {}).get(line_id) == key:
                yield each, [item for _, item in _reached(record, {("line", line_id)})]


def _bundles(item: Item, shared: SharedBundle) -> str:
    """Units of a bundle as they are said, to six decimals."""
    units = shared.units(Fraction(item.qty))
    return _text(round(Decimal(units.numerator) / units.denominator, 6))


def _quantities(record: OrderRecord, key: str) -> set[str]:
    shared = [(each, item) for each, items in _shared(record, key) for item in items]
    return {
        *(_text(item.qty) for _, item in _lines_of(record, key)),
        *(_bundles(item, each) for each, item in shared),
    }


def _parts(record: OrderRecord, key: str) -> set[str]:
    """How much of its whole price a line of the key may be said to charge; "" of a whole one."""
    return {
        " of ".join(_plain(each, order.currency) for each in (item.net, full)) if full else ""
        for order, item in _lines_of(record, key)
        for full in _wholes(record, item)
    } | {
        " of ".join(_plain(each, order.currency) for each in (shared.own, shared.price))
        for order in record.history.snapshots_by_time
        for shared, _ in _shared(record, key)
    }


def _plain(value: int, currency: str) -> str:
    return amount(value, currency).replace(",", "")


def _wholes(record: OrderRecord, item: Item) -> set[int]:
    """What a line may cost in all of which it pays a part, before that was looked up no more than
    itself; 0 where it is no part of anything."""
    if item.full or not item.part_of:
        return {item.full or 0}
    wholes = [each for lock in record.history.looked_up for each in lock.wholes]
    return {max(1, item.net), *(each.full for each in wholes if each.line_id == item.line_id)}


def _terms_of(lock: Lock, credit: OrderCredit) -> tuple[object, ...]:
    plan = lock.plan
    people = credit.seller, credit.buyer_class, credit.carrier, lock.order_ts
    named_by = credit.code, credit.registered_at, credit.override, credit.source, credit.source_ts
    return plan.plan_id, plan.version, plan.digest, *people, *named_by


def _unlike(said: Sequence[object], terms: Sequence[Sequence[object]]) -> str:
    """What a journal says that nobody looked up, beside the terms that come nearest to it."""

    def off(own: Sequence[object]) -> list[int]:
        return [place for place, each in enumerate(own) if each != said[place]]

    nearest = min(terms, key=lambda own: len(off(own)))
    return ", ".join(
        f"{TERMS[place].replace('_', ' ')} {said[place] or 'of nobody'} where "
        f"{nearest[place] or 'nobody'} was looked up"
        for place in off(nearest)
    )


def mapped_volume(context: Context, unit: str) -> int:
    """What a journal's own lines of the order make in a unit."""
    found = [MAPPED.fullmatch(text) for text in context.maps]
    sums = [read["sums"].split("/") for read in found if read]
    place = UNITS.index(unit)
    return sum(int(each[place]) for each in sums if place < len(each))


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"
