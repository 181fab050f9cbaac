"""What a lock says that each line of its snapshot is worth, against the SKU map of the order's
time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from commissions.audit.known_then import EVERYTHING, Knowledge, LookUpSpan
from commissions.audit.lock_mismatch import VALUE, Mismatch
from commissions.audit.lock_values import LineWorth, earns, in_force, map_keys, worths
from commissions.audit.register_rows import RegisterRows, ValueRow
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock

UNITS = ("pv", "bv", "cv", "qv")
Claims = Mapping[str, Any]
"""By line, the value that a lock gives it."""


def wrong_values(
    lock: Lock,
    order: OrderPlaced,
    rows: RegisterRows,
    earlier: Sequence[Lock],
    look_up: LookUpSpan,
) -> Iterator[Mismatch]:
    """`earlier`: the locks of the order that were written before: what nobody can say for sure, or
    any more, is worth what it was."""
    if lock.lines is None:
        yield from _of_before(lock, rows, look_up)
        return
    yield from _unnamed(lock, order)
    keys = map_keys(order)
    own = {key: rows.values[key] for key in rows.values if key in keys}
    every = [row for versions in own.values() for row in versions]
    claims = _claims(lock)
    kept = [value for each in earlier for value in each.values]
    is_now = not [*_unlike(order, claims, own, kept, EVERYTHING)]
    may = [[*_unlike(order, claims, own, kept, known)] for known in look_up.knowledge(every)]
    was_so = any(not wrong for wrong in may)
    if is_now and was_so:
        return
    later = look_up.later(row for row in every if row.since <= order.order_ts)
    wrong = [*_unlike(order, claims, own, kept, EVERYTHING)] if was_so else may[0]
    for item, worth in wrong:
        found = Mismatch(
            kind=VALUE,
            says=f"{_name(item)} worth {_shown(claims.get(item.line_id))}",
            due=" or ".join(map(_shown, worth.may)) or "nothing",
            is_changed_later=was_so,
            recorded_at=later,
        )
        yield found if was_so else replace(found, fields=_right(lock, order, own, look_up))


def _unlike(
    order: OrderPlaced,
    claims: Claims,
    rows: Mapping[str, Sequence[ValueRow]],
    kept: Sequence[Any],
    known: Knowledge,
) -> Iterator[tuple[Item, LineWorth]]:
    """The lines that are worth another thing. Where the map alone does not settle the order, each
    line may have kept what it was worth before."""
    by_key = in_force(rows, order.order_ts, known)
    found, before = worths(order, by_key), list[Any]()
    if any(each.is_open for each in found.values()):
        # Kept under a key that has another value by now, of which other lines have that one.
        keys = {each.platform_sku for each in kept}
        before = [*kept, *(by_key[key] for key in keys & by_key.keys())]
    for item in order.items:
        claim, worth = claims.get(item.line_id), found.get(item.line_id, LineWorth(()))
        is_right = claim in worth.may if worth.may or claim else True
        if not is_right and not (claim is not None and claim in before):
            yield item, worth


def _claims(lock: Lock) -> Claims:
    values = {each.platform_sku: each for each in lock.values}
    return {line: values[key] for line, key in (lock.lines or {}).items() if key in values}


def _unnamed(lock: Lock, order: OrderPlaced) -> Iterator[Mismatch]:
    """A value that no line has: a line that is told later may be called so."""
    there = {item.line_id for item in order.items}
    lines = {line: key for line, key in (lock.lines or {}).items() if line in there}
    has = [each.platform_sku for each in lock.values]
    if sorted({*lines.values()}) != sorted(has) or lines != lock.lines:
        named = {*has} ^ {*lines.values()}
        values = tuple(each for each in lock.values if each.platform_sku in lines.values())
        yield Mismatch(
            kind=VALUE,
            says=f"values of {', '.join(sorted(named)) or 'lines that it does not have'}",
            due="no line of that",
            fields={"values": values, "lines": lines},
        )


def _of_before(lock: Lock, rows: RegisterRows, look_up: LookUpSpan) -> Iterator[Mismatch]:
    """Of a lock that says nothing of lines: each of its values was one of its key's."""
    for value in lock.values:
        versions = rows.values.get(value.platform_sku, ())
        told = {value.platform_sku: versions}
        may = [
            each
            for known in look_up.knowledge(versions)
            if (each := in_force(told, lock.order_ts, known).get(value.platform_sku))
        ]
        now = in_force(told, lock.order_ts, EVERYTHING).get(value.platform_sku)
        if value in may and value == now:
            continue
        due = now if value in may else next(iter(may), None)
        yield Mismatch(
            kind=VALUE,
            says=f"{value.platform_sku} worth {_shown(value)}",
            due=_shown(due),
            is_changed_later=value in may,
            recorded_at=look_up.later(versions),
            fields={} if value in may else {"values": _with(lock.values, value, due)},
        )


def _with(values: Sequence[Any], wrong: Any, right: Any | None) -> tuple[Any, ...]:
    return tuple(each for each in values if each is not wrong) + ((right,) if right else ())


def _right(
    lock: Lock, order: OrderPlaced, rows: Mapping[str, Sequence[ValueRow]], look_up: LookUpSpan
) -> dict[str, Any]:
    """The values and lines that the map gives; what it leaves open stays as it is."""
    every = [row for versions in rows.values() for row in versions]
    known = next(iter(look_up.knowledge(every)))
    claims, found = _claims(lock), worths(order, in_force(rows, order.order_ts, known))
    lines: dict[str, Any] = {}
    for item in filter(earns, order.items):
        worth = found[item.line_id]
        value = worth.may[0] if len(worth.may) == 1 else None
        value = claims.get(item.line_id) if worth.is_open else value
        lines |= {item.line_id: value} if value else {}
    values = {each.platform_sku: each for each in lines.values()}
    return {
        "values": tuple(values.values()),
        "lines": {line: each.platform_sku for line, each in lines.items()},
    }


def _name(item: Item) -> str:
    name = item.platform_sku or item.variant_id
    return f"line {item.line_id} ({name})" if name else f"line {item.line_id}"


def _shown(value: Any | None) -> str:
    """`cv 20 (standard, TEA of 2026-01-01)`; once where all units are alike."""
    if value is None:
        return "nothing"
    worth = {unit: getattr(value, unit) for unit in UNITS}
    alike = {*worth.values()}
    said = ", ".join(f"{unit} {each}" for unit, each in worth.items())
    said = f"{alike.pop()} in every unit" if len(alike) == 1 else said
    row = f"{value.platform_sku} of {value.effective_from:%Y-%m-%d}"
    return f"{said} ({value.commission_class}, {row})"
