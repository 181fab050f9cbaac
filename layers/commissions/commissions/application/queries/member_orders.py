"""A member's orders of a month, a page at a time, and one of them by its number.

A page takes two round trips: the lines, and all journals of their orders, which say what became of
each; a third one where an order goes on with more journals than its lines let know. Nobody else's
line is ever among them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commissions.application.queries.order_reference import NotAnOrder, parse_order
from commissions.application.queries.published_plans import PublishedPlans
from commissions.aws.cache import TtlCache
from commissions.domain.ledger.books import store_of
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_orders import MemberOrder, member_order
from commissions.domain.ledger.statement import PAYOUT
from commissions.domain.payouts.member_hold import ListedOrder, batch_of_payout, free_at
from commissions.domain.payouts.standing import PayoutMove
from commissions.domain.people.genealogy import Edge
from commissions.tables import chains, genealogy, payees, statement_pages, stores
from commissions.tables.payees import PayeeAccount
from commissions.tables.statement_pages import StatementEntry, StatementPage
from commissions.tables.versioned import KEYS_MAX

ORDERS_MAX = 50
"""Of one page."""
LINES_READ = 200
"""For one page, which then may have fewer orders than there is room for, and goes on."""
STORES_MAX = 200
STORES_KEPT_SECONDS = 60
_stores: TtlCache[str, tuple[tuple[str, str], ...]] = TtlCache()


class Show(StrEnum):
    ALL = "all"
    OWN = "own"
    TEAM = "team"
    REFUNDS = "refunds"
    NOT_PAID = "not-paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersAsked:
    """Which orders are asked for. `month`: like `2026-11`; `store`: empty for all."""

    month: str
    show: Show = Show.ALL
    store: str = ""

    def takes(self, order: MemberOrder) -> bool:
        if self.store not in ("", order.store_id):
            return False
        match self.show:
            case Show.OWN:
                return order.whose.is_own or any(each.own for each in order.changes.values())
            case Show.TEAM:
                return not order.whose.is_own or any(each.team for each in order.changes.values())
            case Show.REFUNDS:
                return any(each.taken_back for each in order.changes.values())
            case Show.NOT_PAID:
                unpaid = any(each.unpaid for each in order.changes.values())
                return unpaid or order.has_unpaid
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    orders: tuple[MemberOrder, ...]
    """The newest first, by the first line of each in the month."""
    goes_on: str
    """After which line it does; empty at the end."""
    looked_until: datetime | None
    """The time of that line."""
    accounts: Mapping[str, PayeeAccount]
    """What payouts did, by currency."""
    edges: tuple[Edge, ...]
    """The member's own in the tree; none of who is not there."""
    plans: PublishedPlans

    @property
    def listed(self) -> list[ListedOrder]:
        return listed(self.orders, self.accounts, self.plans)


@dataclass(frozen=True, slots=True)
class TakenEntries:
    """So many lines are gone through, and what is known of their orders."""

    entries: int
    known: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OrdersReader:
    """Whose orders, which, and by which plans. `most`: of one page."""

    member: str
    asked: OrdersAsked
    plans: PublishedPlans
    most: int = ORDERS_MAX

    def taken(self, entries: Sequence[StatementEntry], room: int) -> TakenEntries:
        """As many as one round trip reads the journals of, at least one order."""
        known: dict[str, int] = {}
        for place, entry in enumerate(entries):
            if not self._is_looked_at(entry):
                continue
            least = max(entry.journal, known.get(entry.order_key, 0))
            more = {**known, entry.order_key: least}
            if known and (len(more) > self.most or chains.keys_of(more) > room):
                return TakenEntries(place, known)
            known = more
        return TakenEntries(len(entries), known)

    def _is_looked_at(self, entry: StatementEntry) -> bool:
        if entry.kind == PAYOUT or entry.month not in {"", self.asked.month}:
            return False
        return self.asked.store in {"", store_of(entry.order_key)}

    def order(self, chain: Sequence[Journal]) -> MemberOrder | None:
        return member_order(self.member, chain, self.plans.terms_of, self.asked.month)


class TooManyLines(ValueError):
    """More lines than one file has."""


def every_order(reader: OrdersReader, days: range, lines_max: int) -> Iterator[MemberOrder]:
    """All orders that stand on some days of the month, the newest first, page by page. Raises
    TooManyLines."""
    since, until = reader.plans.span(reader.asked.month, days)
    after, lines = "", 0
    while True:
        found = statement_pages.newest(reader.member, since, until, after, LINES_READ)
        page_of = orders_of(reader, found)
        for order in page_of.orders:
            if order.first.day not in days:  # it is by another plan's clock
                continue
            lines += len(order.lines)
            if lines > lines_max:
                raise TooManyLines
            yield order
        if not (after := page_of.goes_on):
            return


def page(reader: OrdersReader, after: str = "") -> OrdersPage:
    """`after`: where an earlier page said that it goes on."""
    since, until = reader.plans.span(reader.asked.month)
    found = statement_pages.newest(reader.member, since, until, after, LINES_READ)
    return orders_of(reader, found)


def orders_of(reader: OrdersReader, found: StatementPage) -> OrdersPage:
    """The orders that stand at these lines, with the member's own edges and accounts."""
    beside = {
        genealogy.TABLE: [genealogy.key_of(reader.member)],
        payees.TABLE: [payees.key_of(reader.member, each) for each in reader.plans.currencies],
    }
    taken = reader.taken(found.entries, KEYS_MAX - sum(map(len, beside.values())))
    read = chains.read(taken.known, beside)
    orders = {key: reader.order(chain) for key, chain in read.journals.items()}
    is_last = found.is_last and taken.entries == len(found.entries)
    last = found.entries[taken.entries - 1] if taken.entries else None
    return OrdersPage(
        orders=tuple(
            order
            for entry in found.entries[: taken.entries]
            if (order := orders.get(entry.order_key)) and order.first.entry == entry.entry
            if reader.asked.takes(order)
        ),
        goes_on="" if is_last or last is None else last.entry,
        looked_until=None if is_last or last is None else last.at,
        accounts=payees.accounts_in(read.beside[payees.TABLE]),
        edges=genealogy.edges_in(read.beside[genealogy.TABLE]),
        plans=reader.plans,
    )


def listed(
    orders: Iterable[MemberOrder], accounts: Mapping[str, PayeeAccount], plans: PublishedPlans
) -> list[ListedOrder]:
    """Each with when what is left of it is free to be paid, and what paid it."""
    found = []
    for order in orders:
        free = free_at(order.lines, plans.hold_days)
        moves = [move for name in order.changes for move in _moves(accounts, name)]
        found.append(ListedOrder(order, free, batch_of_payout(moves, free)))
    return found


def _moves(accounts: Mapping[str, PayeeAccount], currency: str) -> Sequence[PayoutMove]:
    account = accounts.get(currency)
    return account.moves if account else ()


def of_number(member: str, text: str, plans: PublishedPlans) -> list[MemberOrder]:
    """The member's own orders that a text names, `tea-us/1001` or just `1001`, each with all of its
    lines. Of another's there is none, just as of an unknown one."""
    try:
        reference = parse_order(text)
    except NotAnOrder:
        return []
    keys = reference.keys(_known_stores())[:STORES_MAX]
    read = chains.read(dict.fromkeys(keys, 1))
    reader = OrdersReader(member, OrdersAsked(month=""), plans)
    found = (reader.order(chain) for chain in read.journals.values())
    return [order for order in found if order]


def store_ids() -> list[str]:
    """Of all stores, as they were a minute ago or later."""
    return [store_id for _, store_id in _known_stores()]


def _known_stores() -> Sequence[tuple[str, str]]:
    return _stores.get("", _read_stores, max_age_seconds=STORES_KEPT_SECONDS)


def _read_stores(_: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.platform, each.store_id) for each in stores.all_stores())
