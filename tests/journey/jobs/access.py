"""Many who need a store's token at once: threads of several processes, on real conditions."""

from datetime import UTC, datetime, timedelta
from functools import partial

from commissions.application.sync.access_tokens import AccessTokens, WallTime
from commissions.aws import cache, secrets
from commissions.clients import StoreError
from commissions.clients.abilities import IssuedToken
from commissions.clients.shopify import exchange
from commissions.domain.stores.access_token import Access
from commissions.domain.stores.store import Store
from tests.journey.jobs.races import at_once

PRIVATE = ("127.0.0.1",)


class Ended(BaseException):
    """The process is gone in the middle of what it did."""


def shop_of(store_id: str, url: str) -> Store:
    return Store(store_id, "shopify", "retail_channel", "USD", "harbour", api_url=url)


def open_with(store_id: str, url: str, access: Access) -> None:
    secrets.set_access(shop_of(store_id, url), access)


def kept(store_id: str, url: str) -> dict[str, str]:
    return secrets.access_now(shop_of(store_id, url))


def tokens(  # noqa: PLR0913, PLR0917 - what a race is told
    store_id: str, url: str, count: int, start_at: float, later: float, refused: str
) -> list[str]:
    """So many ask at once, `later` seconds from now by their clock; what each of them got: a token,
    or the name of what went wrong. `refused`: the token that the shop has just refused."""
    store = shop_of(store_id, url)

    def asks(_: int) -> str:
        time_of = WallTime(lambda: datetime.now(UTC) + timedelta(seconds=later))
        asked = AccessTokens(store, lambda access: exchange(store, access, PRIVATE), time_of)
        cache.forget_all()
        try:
            return asked.instead_of(refused) if refused else asked.token()
        except StoreError as error:
            return type(error).__name__

    return at_once(start_at, [partial(asks, number) for number in range(count)])


def ends_while_renewing(store_id: str, url: str) -> str:
    """Takes the lease, and never comes back."""

    def never(access: Access) -> IssuedToken:
        raise Ended

    try:
        AccessTokens(shop_of(store_id, url), never).token()
    except Ended:
        return "ended"
    return "renewed"
