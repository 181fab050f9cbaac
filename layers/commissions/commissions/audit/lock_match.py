"""Whom what was looked up beside a lock names, who bought, and who stood above, against the
registers of the order's time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from commissions.audit.known_then import EVERYTHING, FIRST, Knowledge, LookUpSpan, Row
from commissions.audit.lock_line import stood, wrong_hops
from commissions.audit.lock_mismatch import BUYER, LINE, SELLER, Mismatch
from commissions.audit.lock_people import (
    AWAITED,
    Named,
    PeopleLook,
    compared,
    found_at_once,
    found_later,
)
from commissions.audit.lock_terms import SettingsKnown
from commissions.audit.register_rows import NamingRow, RegisterRows, SettingsRow
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.referral_match import ReferralMatch

OF_SALE = ("seller", "carrier", "code", "forgeable", "registered_at", "outranked", "unknown")
OF_BUYER = ("buyer", "buyer_class", "enrolled_at", "placed_as")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchToCheck:
    match: ReferralMatch
    order: OrderPlaced
    """Its snapshot."""
    is_of_lock: bool
    """Whether it stands in a lock of before people were a fact of their own: by the rules of then,
    which nobody works out any more, somebody whom the order named in any way."""
    has_word: bool
    """Whether a person said whose the order is: then it need not wait to be found."""
    is_erased: Callable[[], bool]
    """Whether its customer was erased since, and with it whose account that was."""


def wrong_people(
    case: MatchToCheck, rows: RegisterRows, settings: SettingsKnown, look_up: LookUpSpan
) -> Iterator[Mismatch]:
    match = case.match
    judge = _of_before if case.is_of_lock else _named
    found = judge(case, rows, settings, look_up)
    if found and not found.is_changed_later and case.order.customer and case.is_erased():
        found = judge(case, _as_it_says(case, rows), settings, look_up)
    if found:
        yield found
    yield from wrong_line(match.seller, match.line, case.order.order_ts, rows, look_up)


def wrong_line(
    seller: str, line: Sequence[Ancestor], at: datetime, rows: RegisterRows, look_up: LookUpSpan
) -> Iterator[Mismatch]:
    """Every hop that stood otherwise."""
    first = line[0].member if line else ""
    if first != seller:
        yield Mismatch(
            kind=LINE,
            says=f"a line that begins with {first or 'nobody'}",
            due=f"that of {seller or 'nobody'}",
        )
        return
    for hop in wrong_hops(line, at, rows.edges, look_up):
        yield Mismatch(
            kind=LINE,
            says=hop.says,
            due=hop.due,
            is_changed_later=hop.was_so,
            recorded_at=hop.recorded_at,
        )


def _named(
    case: MatchToCheck, rows: RegisterRows, settings: SettingsKnown, look_up: LookUpSpan
) -> Mismatch | None:
    said, every = _said(case.match), [*_rows_of_people(case, rows, settings)]
    may = [
        each
        for store in settings.may
        for known in look_up.knowledge(every)
        for each in _found(case, PeopleLook(case.order, store, rows, known))
    ]
    now = (
        _found(case, PeopleLook(case.order, settings.now, rows, EVERYTHING)) if settings.now else []
    )
    was_so = said in may or (settings.is_open and _of_before(case, rows, settings, look_up) is None)
    # Which coupons were nobody's decides nothing, and is what registering them changes.
    is_now = replace(said, unknown=()) in [replace(each, unknown=()) for each in now]
    if was_so and is_now:
        return None
    due = (now if was_so else may) or [Named()]
    nearest = min(due, key=lambda each: sum(1 for _ in _off(said, each)))
    off = [*_off(said, nearest)]
    return Mismatch(
        kind=BUYER if {*off} <= {*OF_BUYER} else SELLER,
        says=_shown(said, off),
        due=_shown(nearest, off),
        is_changed_later=was_so,
        recorded_at=look_up.later([*every, *rows.settings]),
        fields={} if was_so else {name: getattr(nearest, name) for name in off},
    )


def _found(case: MatchToCheck, look: PeopleLook) -> list[Named]:
    """What a look can have found that is the like of what is said."""
    if case.match.carrier == AWAITED:
        return [replace(look.buyer(), carrier=AWAITED)] if case.has_word else []
    if case.match.registered_at is not None:
        late = found_later(look)
        named = [each for each in late if each.code == case.match.code]
        return named or late or [found_at_once(look)]
    return [found_at_once(look)]


def _said(match: ReferralMatch) -> Named:
    return Named(**{each.name: getattr(match, each.name) for each in fields(Named)})


def _off(one: Named, other: Named) -> Iterator[str]:
    for name in (*OF_SALE, *OF_BUYER):
        if getattr(one, name) != getattr(other, name):
            yield name


def _shown(named: Named, names: Sequence[str]) -> str:
    """`seller eve, carrier linked account`: of what differs."""
    return ", ".join(_part(name, getattr(named, name)) for name in names)


def _part(name: str, value: Any) -> str:
    words = name.replace("_", " ")
    if isinstance(value, datetime):
        return f"{words} {value:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, bool):
        return words if value else f"not {words}"
    return f"{words} {str(value).replace('_', ' ') if name == 'carrier' else value or 'nobody'}"


def _rows_of_people(
    case: MatchToCheck, rows: RegisterRows, settings: SettingsKnown
) -> Iterator[Row]:
    """All that may have changed what a look at its people found."""
    order, codes = case.order, {compared(each.value) for each in case.order.referrals}
    naming = [row for code in codes for row in rows.codes.get(code, ())]
    yield from naming
    yield from rows.accounts.get(order.customer, ()) if order.customer else ()
    for store in settings.may:
        yield from store.owners
    members = {row.member for row in naming} | {case.match.buyer, f"c-{order.customer[:20]}"}
    for member in members:
        yield from (row for row in rows.edges.get(member, ()) if row.since <= order.order_ts)


def _as_it_says(case: MatchToCheck, rows: RegisterRows) -> RegisterRows:
    """With the account that is known no more, as it was found."""
    match = case.match
    kind = "participant" if match.carrier == "linked_account" else match.buyer_class
    account = NamingRow(member=match.buyer, kind=kind, enrolled_at=match.enrolled_at)
    accounts = {case.order.customer: [account] if match.buyer else []}
    return replace(rows, accounts={**rows.accounts, **accounts})


def _of_before(
    case: MatchToCheck, rows: RegisterRows, settings: SettingsKnown, look_up: LookUpSpan
) -> Mismatch | None:
    """Somebody whom the order named in any way, or nobody."""
    match, order = case.match, case.order
    codes = [rows.codes.get(compared(each.value), ()) for each in order.referrals]
    codes += [rows.codes.get(compared(order.distributor_ref), ())]
    account = rows.accounts.get(order.customer, ()) if order.customer else ()
    stores: Sequence[SettingsRow] = settings.may
    own = f"c-{order.customer[:20]}" if order.customer else ""
    sellers = {"", *(row.member for spans in codes for row in spans)}
    sellers |= {row.member for row in account} | {each.owner for each in stores}
    sellers |= {row.member for each in stores for row in each.owners}
    for member in {own, *(row.member for row in account)}:
        sellers |= {_sponsor(rows, member, order.order_ts, known) for known in _all(look_up, rows)}
    if match.seller not in sellers:
        named = sorted(sellers - {""})
        return Mismatch(
            kind=SELLER,
            says=f"seller {match.seller}",
            due=f"{' or '.join(named)}" if named else "nobody",
            fields={"seller": named[0] if len(named) == 1 else ""},
        )
    buyers = {("", "retail"), (own, "retail"), *((row.member, row.kind) for row in account)}
    if (match.buyer, match.buyer_class) not in buyers:
        bought = {"buyer": account[-1].member, "buyer_class": account[-1].kind} if account else {}
        return Mismatch(
            kind=BUYER,
            says=f"buyer {match.buyer or 'nobody'}, buyer class {match.buyer_class}",
            due=" or ".join(f"{each or 'nobody'}, {kind}" for each, kind in sorted(buyers)),
            fields=bought or {"buyer": "", "buyer_class": "retail"},
        )
    return None


def _all(look_up: LookUpSpan, rows: RegisterRows) -> Sequence[Knowledge]:
    return [EVERYTHING, Knowledge(look_up.before, FIRST)]


def _sponsor(rows: RegisterRows, member: str, at: datetime, known: Knowledge) -> str:
    place = stood(rows.edges.get(member, ()), at, known)
    return place.sponsor if place else ""
