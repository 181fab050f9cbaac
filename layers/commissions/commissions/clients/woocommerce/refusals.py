"""What most likely lies behind a shop's refusals, by the codes of WordPress and WooCommerce."""

from functools import partial

from commissions.clients.likely_cause import StoreAddress, UselessAnswer
from commissions.domain.stores.store import Store

OF_RIGHTS = "woocommerce_rest_cannot_"
"""Begins the codes of what the caller may not do: 401 of nobody, 403 of somebody."""
OF_KEYS, NO_ROUTE = "woocommerce_rest_authentication_error", "rest_no_route"
_NO_HEADER = (
    "Apache with CGI or FastCGI keeps `Authorization` from PHP: "
    '`SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1` in the shop\'s .htaccess lets it through'
)
_HTTPS = "`$_SERVER['HTTPS'] = 'on';` in wp-config.php says that it is"
_WITHOUT_KEY = (
    f"the shop saw a call without a key. {_NO_HEADER}. Behind a proxy WordPress has to know that "
    f"it is asked by https: {_HTTPS}. Or the key's user was deleted: make another key"
)
_BY_HTTP = (
    "the shop saw a call without a key. WooCommerce takes one by https alone, and this is http: of "
    "a shop in your own network a line in wp-config.php says that it is safe "
    f"(docs/platforms/woocommerce.md, A local shop). Or {_NO_HEADER}"
)
_BY_PLUG_IN = "a plug-in keeps the REST API closed: let the key's user through, or switch it off"
_BY_FIREWALL = (
    "a firewall keeps us out before WordPress is reached: let `commissions` (our User-Agent) "
    "through to /wp-json"
)


def address_of(store: Store) -> StoreAddress:
    return StoreAddress(store.store_id, cause_of=partial(_cause, store))


def _cause(store: Store, answer: UselessAnswer) -> str:
    code = answer.text("code")
    match answer.status:
        case 401:
            return _of_nobody(store, code, answer)
        case 403:
            return _of_somebody(store, code)
        case 404:
            return _of_address(store, code)
    return ""


def _of_nobody(store: Store, code: str, answer: UselessAnswer) -> str:
    if code.startswith(OF_RIGHTS):
        return _BY_HTTP if store.api_url.startswith("http://") else _WITHOUT_KEY
    if code == OF_KEYS:
        return _of_key(answer, f"`commissions store access {store.store_id}`")
    if not code and answer.headers.get("www-authenticate"):
        return (
            "the web server asks for a password before WordPress is reached, as test shops do: let "
            "it pass /wp-json"
        )
    return _BY_PLUG_IN if code else ""


def _of_somebody(store: Store, code: str) -> str:
    if code.startswith(OF_RIGHTS):
        return (
            "the key's user may not: was made less than a shop manager? Give the role back in the "
            "shop (Users), or set another user's key with "
            f"`commissions store access {store.store_id}`"
        )
    return _BY_PLUG_IN if code else _BY_FIREWALL


def _of_key(answer: UselessAnswer, access: str) -> str:
    said = answer.text("message").lower()
    if "permission" in said:
        return (
            "the key may not do this: give it Read/Write (WooCommerce → Settings → Advanced → REST "
            "API)"
        )
    return (
        "the shop does not know the key: it was removed, or mistyped. Make another one "
        f"(WooCommerce → Settings → Advanced → REST API) and set it with {access}"
    )


def _of_address(store: Store, code: str) -> str:
    setting = f"`api_url` of {store.store_id}"
    if code == NO_ROUTE:
        return (
            "no address of this shop's API: WordPress answers, and not WooCommerce. See that the "
            "plug-in is switched on"
        )
    return (
        "no address of this shop's API: nothing of WordPress's is there. Choose any permalinks but "
        f"Plain (Settings → Permalinks), and see that wp-json lies below {setting} in stores.yaml"
    )
