"""What most likely lies behind a Shopify shop's refusals."""

from functools import partial

from commissions.clients.likely_cause import StoreAddress, UselessAnswer
from commissions.domain.stores.store import Store

NEEDS_SCOPE = "the app lacks a scope: grant what docs/platforms/shopify.md lists, and install it"


def address_of(store: Store) -> StoreAddress:
    setting = "api_url" if store.api_url else "domain"
    return StoreAddress(store.store_id, setting, partial(_cause, store))


def _cause(store: Store, answer: UselessAnswer) -> str:
    access = f"`commissions store access {store.store_id}`"
    known = {
        401: (
            "Shopify does not take the token: it has expired, or the app was uninstalled. Install "
            f"the app, and set its token with {access}"
        ),
        402: "Shopify has frozen the shop for a bill: its owner pays it in the admin",
        403: f"{NEEDS_SCOPE} (a new token is set with {access})",
        404: (
            f"Shopify has no such shop: see that `domain` of {store.store_id} in stores.yaml is "
            "its name.myshopify.com"
        ),
        423: "Shopify has locked the shop: its owner asks Shopify why",
    }
    return known.get(answer.status, "")
