"""Who is let in: by a token that stays, or by one that an app's id and secret were given for.

`shop.extra["token_seconds"]`: how long those live; `["app_installed"]`: False where the app is not;
`["one_token"]`: True where a new one ends those before it, which Shopify does not document.
"""

from datetime import datetime, timedelta

from tools.fake_store.toolkit import Request, Response, Shop, json_response

EXCHANGE = "/admin/oauth/access_token"
DAY_SECONDS = 86_399
UNKNOWN_CALLER = "[API] Invalid API key or access token (unrecognized login or wrong password)"


def exchanged(shop: Shop, request: Request) -> Response:
    """The client credentials grant."""
    body = request.json() or {}
    if body.get("grant_type") != "client_credentials":
        return _refused("invalid_request")
    if body.get("client_id") != shop.access.get("client_id"):
        return _refused("application_cannot_be_found")
    if body.get("client_secret") != shop.access.get("client_secret"):
        return _refused("invalid_client")
    if not shop.extra.get("app_installed", True):
        page = b"<html>Oauth error app_not_installed: The application is not installed.</html>"
        return Response(400, page, {"Content-Type": "text/html"})
    seconds = int(shop.extra.get("token_seconds", DAY_SECONDS))
    token = f"shpat_{shop.dice.getrandbits(128):032x}"
    if shop.extra.get("one_token"):
        issued(shop).clear()
    issued(shop)[token] = shop.clock() + timedelta(seconds=seconds)
    scope = "read_orders,read_products"
    return json_response({"access_token": token, "scope": scope, "expires_in": seconds})


def is_let_in(shop: Shop, request: Request) -> bool:
    given = request.headers.get("x-shopify-access-token", "")
    until = issued(shop).get(given)
    stays = bool(given) and given == shop.access.get("token")
    return stays or (until is not None and shop.clock() < until)


def issued(shop: Shop) -> dict[str, datetime]:
    """Until when each token that was given opens the shop."""
    tokens: dict[str, datetime] = shop.extra.setdefault("tokens", {})
    return tokens


def _refused(error: str) -> Response:
    return json_response({"error": error, "error_description": "no token is given"}, 400)
