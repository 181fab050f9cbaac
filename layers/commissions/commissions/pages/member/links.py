"""Links: by what a store knows that a sale is somebody's, with a QR code of each address."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.stores.referral_links import link_of, takes_coupons
from commissions.domain.stores.store import REPLICATED_SITE, Store
from commissions.pages.frame import Frame, page
from commissions.pages.qr_codes import QrCode, qr_code

TEMPLATE = "member/links.html"


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
    return page(TEMPLATE, frame, view=view)


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
