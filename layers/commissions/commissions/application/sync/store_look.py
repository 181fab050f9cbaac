"""How the stores answer right now: all are asked at once, side by side, and not for long."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from botocore.exceptions import ClientError

from commissions.application.sync.connection import NoAccess, client_for
from commissions.application.sync.subscriptions import Subscriptions
from commissions.clients import AccessDenied, Client, KnowsItsScopes, NotAllowed, StoreError
from commissions.clients.backoff import without_waiting
from commissions.domain.stores.polling import CHANGED
from commissions.domain.stores.store import Store, has_api
from commissions.domain.stores.subscriptions import diff
from commissions.tables import circuit_breakers, connections, cursors, stores

SECONDS_MAX = 10.0
ASKED_AT_ONCE = 16
_FORBIDDEN = {"AccessDenied", "AccessDeniedException"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLook:
    """What one look at a store came to."""

    store_id: str
    is_used: bool = True
    """It was connected, read, or tried before: whoever only loaded it has asked for nothing."""
    was_asked: bool = False
    answered: bool = False
    problem: str = ""
    """Why it did not answer, or was not asked; empty where it was asked and did."""
    is_of_access: bool = False
    """Whether the problem is what opens its API."""
    is_of_settings: bool = False
    """Whether it is where its API is said to be: an address that is never asked."""
    webhooks: Subscriptions | None = None
    """None where they are not made through its API, or it did not answer."""
    missing_scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """What of our own has to be known to ask a store: its threads touch no table."""

    store: Store
    client: Client
    webhooks_url: str


def look_at_all(*, seconds: float = SECONDS_MAX) -> list[StoreLook]:
    """All stores with an API, none of which is waited for longer than that."""
    prepared = [_prepared(each) for each in stores.all_stores() if has_api(each)]
    asked = [each for each in prepared if isinstance(each, _Question)]
    answers = {each.store_id: each for each in _answers(asked, seconds)}
    late = f"it gave no answer within {seconds:.0f} s"
    return [
        answers.get(each.store.store_id, _unanswered(each, late))
        if isinstance(each, _Question)
        else each
        for each in prepared
    ]


def _prepared(store: Store) -> _Question | StoreLook:
    connection, store_id = connections.get(store.store_id), store.store_id
    known = cursors.get(store_id, CHANGED).read_until or connection.url or connection.since
    is_used = bool(known) or circuit_breakers.state(store_id).failures > 0
    look = StoreLook(store_id=store_id, is_used=is_used)
    try:
        client = client_for(store)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _FORBIDDEN:
            raise
        return replace(look, problem="what opens its API may not be read with these AWS rights")
    except StoreError as error:
        return replace(
            look,
            problem=_reason(error),
            is_of_access=isinstance(error, AccessDenied),
            is_of_settings=isinstance(error, NotAllowed),
        )
    if not is_used:
        return replace(look, problem="its API was never asked")
    return _Question(store, client, connection.url)


def _answers(asked: list[_Question], seconds: float) -> Iterator[StoreLook]:
    """As they come; threads that hang are left behind, and hold nothing up."""
    questions: SimpleQueue[_Question] = SimpleQueue()
    found: SimpleQueue[StoreLook] = SimpleQueue()
    for each in asked:
        questions.put(each)
    for _ in range(min(ASKED_AT_ONCE, len(asked))):
        Thread(target=_work, args=(questions, found), daemon=True).start()
    ends = monotonic() + seconds
    for _ in asked:
        try:
            yield found.get(timeout=max(0.0, ends - monotonic()))
        except Empty:
            return


def _work(questions: SimpleQueue[_Question], found: SimpleQueue[StoreLook]) -> None:
    with suppress(Empty), without_waiting():
        while True:
            found.put(_asked(questions.get_nowait()))


def _asked(question: _Question) -> StoreLook:
    client, look = question.client, _unanswered(question, "")
    try:
        webhooks = _webhooks(question)
        scopes = client.missing_scopes() if isinstance(client, KnowsItsScopes) else ()
    except StoreError as error:
        is_of_access = isinstance(error, AccessDenied)
        return replace(look, problem=_reason(error), is_of_access=is_of_access)
    except Exception as error:
        return replace(look, problem=f"it could not be asked: {type(error).__name__}")
    return replace(look, answered=True, webhooks=webhooks, missing_scopes=scopes)


def _webhooks(question: _Question) -> Subscriptions | None:
    client, url = question.client, question.webhooks_url
    if not url or not client.TOPICS:
        client.now()
        return None
    return diff(client.TOPICS, url, client.subscriptions(), platform=question.store.platform)


def _unanswered(question: _Question, problem: str) -> StoreLook:
    store_id = question.store.store_id
    return StoreLook(store_id=store_id, was_asked=True, problem=problem)


def _reason(error: StoreError) -> str:
    if isinstance(error, NoAccess):
        return "none is stored: nothing is asked of it, and what no webhook brings is not found"
    return str(error) or type(error).__name__
