"""Links: by what a store knows that a sale is somebody's, with a QR code of each address."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.stores.referral_links import BY_VISIT, COUPONS, link_of, takes_coupons
from commissions.domain.stores.store import REPLICATED_SITE, Store
from commissions.pages.frame import Frame, fragment, page
from commissions.pages.member.months import MonthShown
from commissions.pages.qr_codes import QrCode, qr_code

TEMPLATE, ORDERS = "member/links.html", "member/links_orders.html"
ORDERS_PATH = "/app/links/orders"
LINK, COUPON, CART, SITE, EARLIER, OTHER = "link", "coupon", "cart", "site", "earlier", "other"
WAYS = (LINK, COUPON, CART, SITE, EARLIER, OTHER)
"""By which an order came to be somebody's."""
_WAYS = (
    dict.fromkeys(BY_VISIT.values(), LINK)
    | dict.fromkeys(COUPONS, COUPON)
    | {"cart_attribute": CART, "site_owner": SITE}
    | dict.fromkeys(("customer_of", "contract", "original"), EARLIER)
)
"""By carrier; what is not here is OTHER: one's own account, a place in the tree, a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLink:
    store_id: str
    mode: str
    """As the store has it; its message says how the store works."""
    link: str
    """Empty of a store that goes by no link."""
    qr: QrCode | None
    takes_coupons: bool
    is_own_site: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksView:
    code: str
    stores: tuple[StoreLink, ...]


def links(code: str, stores: Iterable[Store], member: str) -> LinksView:
    """Sites of others are left out: nothing sold there is this member's."""
    return LinksView(
        code=code,
        stores=tuple(
            _store(each, code, member)
            for each in stores
            if each.mode != REPLICATED_SITE or each.owner == member
        ),
    )


def render(view: LinksView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, orders=ORDERS_PATH)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOrders:
    """Own orders of a month, by store and by the way they came."""

    month: MonthShown
    stores: tuple[tuple[str, tuple[int, ...]], ...]
    """Each with how many, in the order of `ways`."""
    ways: tuple[str, ...]
    """Those of which there are any; by link always."""
    looked_until: datetime | None

    @property
    def sums(self) -> list[int]:
        """Of all stores, in the order of `ways`."""
        return [sum(counts[at] for _, counts in self.stores) for at in range(len(self.ways))]

    @property
    def in_all(self) -> int:
        return sum(self.sums)


def link_orders(
    counts: Mapping[tuple[str, str], int], month: MonthShown, looked_until: datetime | None
) -> LinkOrders:
    """`counts`: by store and carrier."""
    counted: Counter[tuple[str, str]] = Counter()
    for (store, carrier), count in counts.items():
        counted[store, _WAYS.get(carrier, OTHER)] += count
    ways = [each for each in WAYS if each == LINK or any(way == each for _, way in counted)]
    stores = sorted({store for store, _ in counted})
    return LinkOrders(
        month=month,
        stores=tuple((each, tuple(counted[each, way] for way in ways)) for each in stores),
        ways=tuple(ways),
        looked_until=looked_until,
    )


def render_orders(view: LinkOrders, frame: Frame) -> str:
    return page(ORDERS, frame, view=view)


def render_orders_card(view: LinkOrders, frame: Frame) -> str:
    """For the page of links, which is there before it."""
    return fragment(ORDERS, "card", frame, view=view)


def _store(store: Store, code: str, member: str) -> StoreLink:
    link = link_of(store, code)
    return StoreLink(
        store_id=store.store_id,
        mode=store.mode.replace("_", "-"),
        link=link,
        qr=qr_code(link) if link else None,
        takes_coupons=bool(code) and takes_coupons(store),
        is_own_site=bool(store.owner) and store.owner == member,
    )
