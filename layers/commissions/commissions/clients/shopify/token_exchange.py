"""The client credentials grant: an app's id and secret for a token that opens one shop for a day.

Only an app of the shop's own organization that is installed there is given one.
https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from commissions.clients import AccessDenied, InvalidResponse
from commissions.clients.abilities import IssuedToken
from commissions.clients.backoff import Budget
from commissions.clients.call_errors import StoreRefused
from commissions.clients.http import Http
from commissions.clients.shopify.api import TOKEN, base_url
from commissions.domain.stores.store import Store

CREDENTIALS = ("client_id", "client_secret")
PATH = "admin/oauth/access_token"
ONE_TRY = Budget(0)
SECONDS_MIN, SECONDS_MAX = 300, 366 * 86_400
_CREDENTIAL = re.compile(r"[!-~]{1,256}", re.ASCII)
_CODE = re.compile(r'(?:"error"\s*:\s*"|Oauth error )([a-z_]{3,40})')
"""Shopify names what is wrong in JSON, or on a page for people."""
ADVICE: Mapping[str, str] = {
    "app_not_installed": (
        "the app is not installed in the shop; an app that was made in the shop's own admin has a "
        "token of its own, which is set in place of id and secret"
    ),
    "shop_not_permitted": (
        "the app and the shop are not of the same organization: make the app in the Dev Dashboard "
        "of the shop's own"
    ),
    "application_cannot_be_found": "no app has this client id",
    "invalid_client": "the client secret is not the app's, or no longer",
}
"""Shopify's names of refusals, as far as we have met them, with what a person does about them."""


def exchange(store: Store, access: Mapping[str, str], private: Sequence[str] = ()) -> IssuedToken:
    """One try, as whoever asks holds a lease that ends. Raises StoreError; its messages say why,
    and repeat neither id nor secret."""
    parts = {name: access.get(name, "") for name in CREDENTIALS}
    if not all(map(_CREDENTIAL.fullmatch, parts.values())):
        raise AccessDenied("the access holds no client id and secret")
    http = Http(base_url(store, private), private=private, budget=ONE_TRY)
    refused = ""
    try:
        reply = http.post(PATH, {**parts, "grant_type": "client_credentials"})
    except StoreRefused as error:
        refused = _why(error)
    finally:
        http.close()
    if refused:
        raise AccessDenied(refused)
    if reply.status == 404:
        raise AccessDenied("no token is given: there is no such shop")
    return _issued(reply.payload)


def _why(refused: StoreRefused) -> str:
    found = _CODE.search(refused.body.decode("utf-8", "replace"))
    code = found[1] if found else f"status {refused.status}"
    advice = ADVICE.get(code)
    return f"no token is given ({code})" + (f": {advice}" if advice else "")


def _issued(payload: Any) -> IssuedToken:
    """Raises InvalidResponse."""
    answer = payload if isinstance(payload, dict) else {}
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        raise InvalidResponse(f"POST {PATH} answered no token")
    if not isinstance(seconds, int) or not SECONDS_MIN <= seconds <= SECONDS_MAX:
        raise InvalidResponse(f"POST {PATH} answered a token without saying how long it lives")
    return IssuedToken(token, timedelta(seconds=seconds))
