"""A store's token of a day: renewed in time, by one of all who ask, and never by many."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.sync import access_tokens, store_access
from commissions.application.sync.access_tokens import AccessTokens, WallTime
from commissions.aws import cache, secrets
from commissions.clients import AccessDenied, StoreError, Unavailable
from commissions.clients.abilities import IssuedToken
from commissions.domain.stores.access_token import (
    LEASE,
    REST,
    REST_AFTER_FAILURE,
    Access,
    RenewalLease,
    credentials_of,
    taken,
    token_of,
)
from commissions.domain.stores.store import Store
from commissions.tables import renewal_leases
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.pipeline_driver import open_store

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
APP = {"client_id": "an-app-of-the-tests", "client_secret": "a-secret-of-the-tests"}
OTHERS = {**APP, "client_secret": "another-secret-of-the-tests"}
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@dataclass
class Shop:
    """Gives out t1, t2, … for a day each, or fails; time passes only as we say."""

    store: Store
    now: datetime = NOON
    given: list[str] = field(default_factory=list)
    asked_with: list[dict[str, str]] = field(default_factory=list)
    fails: StoreError | None = None
    meanwhile: Callable[[], object] = lambda: None
    """Happens while the shop makes up its answer."""
    waits: int = 0
    while_waiting: Callable[[int], object] = lambda waits: None

    def exchange(self, access: Access) -> IssuedToken:
        self.asked_with.append(credentials_of(access))
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()
        if self.fails:
            raise self.fails
        self.given.append(f"t{len(self.given) + 1}")
        return IssuedToken(self.given[-1], timedelta(days=1))

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.waits += 1
        self.while_waiting(self.waits)

    def tokens(self) -> AccessTokens:
        """As another process has them: it remembers nothing."""
        cache.forget_all()
        return AccessTokens(self.store, self.exchange, WallTime(lambda: self.now, self.sleep))

    def passes(self, span: timedelta) -> None:
        self.now += span

    def kept(self) -> str:
        found = token_of(secrets.access_now(self.store))
        return found.value if found else ""


@pytest.fixture
def shop(aws: None) -> Shop:
    store = open_store()
    secrets.set_access(store, APP)
    return Shop(store)


def test_the_first_who_asks_has_a_token_made_and_keeps_it_for_all(shop: Shop) -> None:
    told = [shop.tokens().token() for _ in range(3)]

    assert told == ["t1", "t1", "t1"]
    assert shop.asked_with == [APP]
    assert secrets.access_now(shop.store).keys() >= {*APP, "token"}


def test_a_warm_process_looks_nothing_up_for_a_token_that_lives(shop: Shop) -> None:
    tokens = shop.tokens()
    tokens.token()
    with round_trips() as calls:
        assert tokens.token() == "t1"

    assert calls == []


def test_it_is_renewed_while_the_one_before_lives(shop: Shop) -> None:
    told = []
    for _ in range(5):
        told.append(shop.tokens().token())
        shop.passes(6 * HOUR)

    assert told == ["t1", "t1", "t1", "t2", "t2"]


def test_a_process_that_runs_for_days_never_sends_a_dead_token(shop: Shop) -> None:
    tokens = shop.tokens()
    for _ in range(100):
        cache.forget_all()
        tokens.token()
        assert token_of(secrets.access_now(shop.store)).opens(shop.now)  # type: ignore[union-attr]
        shop.passes(HOUR)

    assert len(shop.given) == 6


def test_while_one_renews_the_others_use_the_old_one_and_do_not_wait(shop: Shop) -> None:
    shop.tokens().token()
    shop.passes(19 * HOUR)
    told: list[str] = []
    shop.meanwhile = lambda: told.extend(shop.tokens().token() for _ in range(5))

    assert shop.tokens().token() == "t2"
    assert (told, shop.waits, shop.given) == (["t1"] * 5, 0, ["t1", "t2"])


def test_without_a_token_that_lives_the_others_wait_until_there_is_one(shop: Shop) -> None:
    renewal_leases.write("tea", taken("another", shop.now), after=0)

    def comes_back(waits: int) -> None:
        if waits == 3:
            _, version = renewal_leases.read("tea")
            renewal_leases.write("tea", RenewalLease(), after=version)

    shop.while_waiting = comes_back

    assert shop.tokens().token() == "t1"
    assert shop.waits == 3


def test_who_waits_in_vain_leaves_the_store_for_later(shop: Shop) -> None:
    renewal_leases.write("tea", taken("another", shop.now + HOUR), after=0)

    with pytest.raises(Unavailable, match="being renewed by another"):
        shop.tokens().token()
    assert (shop.given, shop.now) == ([], NOON + access_tokens.PATIENCE)


def test_the_lease_of_one_who_died_is_taken_over(shop: Shop) -> None:
    def dies() -> None:
        raise KeyboardInterrupt

    shop.meanwhile = dies
    with pytest.raises(KeyboardInterrupt):
        shop.tokens().token()
    with pytest.raises(Unavailable):
        shop.tokens().token()
    shop.now = NOON + LEASE

    assert shop.tokens().token() == "t1"


def test_who_comes_back_after_its_lease_ended_does_no_harm(shop: Shop) -> None:
    """Two renewed then: both tokens are good, and one of them is kept."""

    def is_slow() -> None:
        shop.passes(LEASE)
        shop.tokens().token()

    shop.meanwhile = is_slow
    shop.tokens().token()

    assert shop.given == ["t1", "t2"]
    assert shop.kept() in {"t1", "t2"}
    lease, _ = renewal_leases.read("tea")
    assert not lease.is_held(shop.now)
    assert shop.tokens().token() == shop.kept()


def test_who_takes_the_lease_just_after_another_gave_it_back_renews_nothing(shop: Shop) -> None:
    tokens = shop.tokens()
    with just_before("GetItem", lambda: shop.tokens().token()):
        assert tokens.token() == "t1"

    assert shop.given == ["t1"]


def test_a_token_that_is_refused_before_its_time_is_renewed_once_by_all_who_met_it(
    shop: Shop,
) -> None:
    shop.tokens().token()
    shop.passes(HOUR)

    assert [shop.tokens().instead_of("t1") for _ in range(20)] == ["t2"] * 20
    assert shop.given == ["t1", "t2"]


def test_who_looked_just_before_another_renewed_a_refused_token_uses_the_new_one(
    shop: Shop,
) -> None:
    """Its own look at the token is older than the lease that says that one was renewed."""
    shop.tokens().token()
    shop.passes(HOUR)
    tokens = shop.tokens()

    with just_before("GetItem", lambda: shop.tokens().instead_of("t1")):
        assert tokens.instead_of("t1") == "t2"

    assert shop.given == ["t1", "t2"]


def test_a_refusal_that_a_new_token_does_not_mend_makes_no_storm(shop: Shop) -> None:
    shop.tokens().token()
    shop.passes(HOUR)
    refused = shop.tokens().instead_of("t1")
    for _ in range(20):
        with pytest.raises(AccessDenied, match="just given is refused"):
            shop.tokens().instead_of(refused)
    assert shop.given == ["t1", "t2"]

    shop.passes(REST)
    assert shop.tokens().instead_of(refused) == "t3"


def test_a_shop_that_gives_the_same_token_again_is_not_asked_for_ever(shop: Shop) -> None:
    shop.tokens().token()
    shop.passes(HOUR)
    tokens = AccessTokens(
        shop.store,
        lambda access: IssuedToken("t1", timedelta(hours=23)),
        WallTime(lambda: shop.now, shop.sleep),
    )

    with pytest.raises(AccessDenied):
        tokens.instead_of("t1")
    assert tokens.token() == "t1"


@pytest.mark.parametrize("why", [Unavailable("503"), AccessDenied("no such app")])
def test_a_renewal_that_fails_costs_nothing_while_the_one_before_lives(
    shop: Shop, why: StoreError
) -> None:
    shop.tokens().token()
    shop.passes(20 * HOUR)
    shop.fails = why

    assert [shop.tokens().token() for _ in range(20)] == ["t1"] * 20
    assert len(shop.asked_with) == 2
    shop.passes(REST_AFTER_FAILURE)
    shop.fails = None
    assert shop.tokens().token() == "t2"


def test_a_refusal_says_why_to_all_and_is_tried_again_after_a_minute(shop: Shop) -> None:
    shop.fails = AccessDenied("no token is given (app_not_installed)")
    for _ in range(20):
        with pytest.raises(AccessDenied, match="app_not_installed"):
            shop.tokens().token()
    assert len(shop.asked_with) == 1

    shop.passes(REST_AFTER_FAILURE)
    shop.fails = None
    assert shop.tokens().token() == "t1"


def test_a_shop_that_did_not_answer_is_no_refusal(shop: Shop) -> None:
    shop.fails = Unavailable("no answer in time")
    with pytest.raises(Unavailable, match="no answer in time"):
        shop.tokens().token()
    with pytest.raises(Unavailable, match="could not be renewed") as raised:
        shop.tokens().token()

    assert raised.value.retry_after == REST_AFTER_FAILURE.total_seconds()


def test_new_credentials_are_tried_at_once(shop: Shop) -> None:
    shop.fails = AccessDenied("the client secret is not the app's")
    with pytest.raises(AccessDenied):
        shop.tokens().token()
    shop.fails = None
    store_access.set_access("tea", OTHERS)

    assert shop.tokens().token() == "t1"
    assert shop.asked_with == [APP, OTHERS]


def test_credentials_that_are_set_during_a_renewal_are_not_lost(shop: Shop) -> None:
    shop.meanwhile = lambda: secrets.set_access(shop.store, OTHERS)

    assert shop.tokens().token() == "t2"
    assert shop.asked_with == [APP, OTHERS]
    assert credentials_of(secrets.access_now(shop.store)) == OTHERS


def test_a_token_is_never_kept_for_a_person_to_see(shop: Shop) -> None:
    shop.tokens().token()
    lease, _ = renewal_leases.read("tea")

    assert "t1" not in f"{lease}"
    assert APP["client_secret"] not in f"{lease}"
