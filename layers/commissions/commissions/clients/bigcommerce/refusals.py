"""What most likely lies behind a BigCommerce store's refusals."""

from functools import partial

from commissions.clients.likely_cause import StoreAddress, UselessAnswer
from commissions.domain.stores.store import Store

SCOPES = {
    "/transactions": "store_v2_transactions_read_only",
    "/catalog/": "store_v2_products_read_only (store_v2_products to publish values)",
    "/orders": "store_v2_orders_read_only",
}
"""By a part of the path, the first that fits counts."""


def address_of(store: Store) -> StoreAddress:
    setting = "api_url" if store.api_url else ""
    return StoreAddress(store.store_id, setting, partial(_cause, store))


def _cause(store: Store, answer: UselessAnswer) -> str:
    access = f"`commissions store access {store.store_id}`"
    match answer.status:
        case 401:
            return (
                "BigCommerce does not take the token: its API account was deleted, or is of a "
                "different store. Make one (Settings → Store-level API accounts), and set it with "
                f"{access}"
            )
        case 403:
            return f"the API account lacks {_scope(answer)}: make one that has it, and set {access}"
        case 404:
            return (
                f"BigCommerce has no such store: see that `domain` of {store.store_id} in "
                "stores.yaml is the store hash"
            )
    return ""


def _scope(answer: UselessAnswer) -> str:
    wanted = (scope for part, scope in SCOPES.items() if part in answer.call)
    return f"the scope {next(wanted, 'that docs/platforms/bigcommerce.md lists')}"
