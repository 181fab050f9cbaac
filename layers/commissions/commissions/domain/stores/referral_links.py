"""By which address a store knows whose a visit is: the parameter that its orders are read for."""

from urllib.parse import quote, urlsplit

from commissions.domain.stores.store import Store

PARAMETER = "ref"
SHOPIFY, WOOCOMMERCE = "shopify", "woocommerce"
BY_VISIT = {SHOPIFY: "landing_site", WOOCOMMERCE: "attribution"}
"""By platform, what of an order says by which address the visit began."""
COUPONS = frozenset({"discount_code", "coupon_code"})


def link_of(store: Store, code: str) -> str:
    """Empty of a store that no address leads to, or that does not look at it."""
    if BY_VISIT.get(store.platform) not in store.carriers or not code or not store.domain:
        return ""
    home = store.domain if "://" in store.domain else f"https://{store.domain}"
    parts = urlsplit(home)
    if parts.scheme != "https" or not parts.hostname:
        return ""
    return f"{home.rstrip('/')}/?{PARAMETER}={quote(code, safe='')}"


def takes_coupons(store: Store) -> bool:
    """Whether a coupon named like the code says whose an order is."""
    return not COUPONS.isdisjoint(store.carriers)
