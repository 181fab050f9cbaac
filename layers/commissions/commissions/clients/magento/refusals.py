"""What most likely lies behind a Magento store's refusals, by the messages of its web API."""

from functools import partial

from commissions.clients.likely_cause import StoreAddress, UselessAnswer
from commissions.domain.stores.store import Store

NO_ROUTE = "Request does not match any route"
_NO_RIGHT = "The consumer isn't authorized"
_SIGNATURE = "The signature is invalid"
_OF_WEBHOOKS = ("/async_event", "/eventing/")
_GRANT = "the resources of docs/platforms/magento.md (System → Extensions → Integrations → API)"


def address_of(store: Store, *, by_token: bool) -> StoreAddress:
    return StoreAddress(store.store_id, cause_of=partial(_cause, store, by_token))


def _cause(store: Store, by_token: bool, answer: UselessAnswer) -> str:
    said = answer.text("message")
    if answer.status == 401:
        return _of_token(store) if by_token else _of_signed(store, said)
    if answer.status == 404 and said.startswith(NO_ROUTE):
        return _without_route(store, answer)
    if answer.status == 503:
        return "the shop is closed for maintenance (`bin/magento maintenance:disable`)"
    return ""


def _of_token(store: Store) -> str:
    return (
        "the token is not taken. An integration's is a Bearer token only after `bin/magento "
        "config:set oauth/consumer/enable_integration_as_bearer 1`, and may then lack "
        f"{_GRANT}; set it, or the four parts of an integration, with "
        f"`commissions store access {store.store_id}`"
    )


def _of_signed(store: Store, said: str) -> str:
    access = f"`commissions store access {store.store_id}`"
    if said.startswith(_NO_RIGHT):
        return (
            f"the integration was not activated, or lacks {_GRANT}; or the web server keeps "
            "`Authorization` from PHP (Apache with CGI: `CGIPassAuth On`)"
        )
    if said.startswith(_SIGNATURE):
        return (
            "what was signed is not what Magento read: a part of the key is mistyped (set all four "
            f"with {access}), or `api_url` of {store.store_id} is not the address that Magento has "
            "as its own base URL"
        )
    return (
        "the integration's key is not taken: it was removed or activated anew, or a clock is "
        f"wrong. Activate it, and set all four parts with {access}"
    )


def _without_route(store: Store, answer: UselessAnswer) -> str:
    if any(each in answer.call for each in _OF_WEBHOOKS):
        return (
            "Magento answers, and has no webhooks of this kind: see that the module of `channel` "
            f"{store.channel} is installed (docs/platforms/magento.md)"
        )
    return "Magento answers, and has no such address: it is older than 2.4"
