"""The demo's stores, and waiting for what becomes of what they send. Import it after `enter`."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from commissions.aws.secrets import secrets
from commissions.domain.stores.store import Store
from commissions.tables import inbox, ledger, parked, pending, stores
from tools.cli.errors import Refused
from tools.cli.requests import Answered, Sender
from tools.cli.signing import Request, signed
from tools.demo.scenario import B2B, Sent

WAIT_SECONDS = 60
LOOK_SECONDS = 0.1


class Shop:
    """Sends as the stores would: over HTTP, signed, one connection kept open."""

    def __init__(self, sender: Sender, api_keys: Mapping[str, str]) -> None:
        self._sender = sender
        self._api_keys = api_keys

    def send(self, sent: Sent) -> Answered:
        """Raises Refused if the route does not take it."""
        answered = self._sender.post(self.request(sent))
        if not answered.is_accepted:
            raise Refused(
                f"{sent.store_id} was answered {answered.status} {answered.text} instead of being "
                "taken: does `make test` pass?"
            )
        return answered

    def post(self, request: Request) -> Answered:
        return self._sender.post(request)

    def request(self, sent: Sent, *, secret: str = "") -> Request:
        store = store_of(sent.store_id)
        known = self._api_keys[B2B] if store.platform == "orders" else _secret(store.store_id)
        return signed(store, sent.topic, as_body(sent), secret or known)


def as_body(sent: Sent) -> bytes:
    return json.dumps(sent.payload, separators=(",", ":")).encode()


@cache
def store_of(store_id: str) -> Store:
    return stores.get(store_id)


@cache
def _secret(store_id: str) -> str:
    return secrets(store_of(store_id)).webhook[0]


def wait_for_journals(wanted: Mapping[str, int]) -> dict[str, ledger.StoredOrder]:
    """The orders' ledgers once each has so many journals; raises Refused with what is missing."""
    found: dict[str, ledger.StoredOrder] = {}

    def there() -> bool:
        for key in wanted.keys() - found.keys():
            story = ledger.read(key)
            if len(story.journals) >= wanted[key]:
                found[key] = story
        return found.keys() == wanted.keys()

    if not happens(there):
        raise Refused(_missing(sorted(wanted.keys() - found.keys())))
    return found


def wait_until_parked(order_key: str) -> parked.ParkedEntry:
    def entries() -> list[parked.ParkedEntry]:
        return [entry for entry in parked.all_entries() if entry.order_key == order_key]

    if not happens(lambda: bool(entries())):
        raise Refused(f"{order_key} should have been parked, and was not.")
    return entries()[0]


def wait_until_quiet() -> None:
    """Until nothing that was received is still on its way."""
    if not happens(lambda: pending.oldest() is None):
        raise Refused(f"Webhooks were still on their way after {WAIT_SECONDS} s.")


def lags(stories: Iterable[ledger.StoredOrder]) -> list[float]:
    """Seconds from the route to the ledger, of each order's first journal."""
    found = []
    for story in stories:
        row = next(row for row in story.rows if row.fact.fact_id in story.journals[0].facts)
        if item := inbox.find(row.inbox):
            found.append((story.journals[0].recorded_at - item.received_at).total_seconds())
    return found


def happens(what: Callable[[], bool], *, every: float = LOOK_SECONDS) -> bool:
    deadline = time.monotonic() + WAIT_SECONDS
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def _missing(keys: list[str]) -> str:
    """What is known of orders that did not come through."""
    waiting = {entry.order_key: entry for entry in parked.all_entries()}
    lines = [
        f"  {key}: parked, {waiting[key].detail}. {waiting[key].advice}"
        if key in waiting
        else f"  {key}: on its way still, or in a dead-letter queue"
        for key in keys
    ]
    first = f"{len(keys)} orders did not reach the ledger within {WAIT_SECONDS} s:"
    return "\n".join([first, *lines, "`make test` says which step is broken."])
