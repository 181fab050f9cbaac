"""A shop's token of a day that many need in the same moment, on the engine's real conditions."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from commissions.domain.stores.access_token import LEASE
from tests.journey.deployed import PROOF, WORKERS
from tests.journey.workers import Staff
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shopify.access import issued

THREADS = 12 if PROOF else 4
HEAD_START = 0.3
APP = {"client_id": "0123456789abcdef", "client_secret": "shpss_fedcba9876543210"}
HOUR = 3600.0


@dataclass
class Race:
    workers: Staff
    shop: Shop

    @property
    def _of(self) -> dict[str, str]:
        return {"store_id": self.shop.store_id, "url": self.shop.base_url}

    def begin(self) -> None:
        self.workers.do("access.open_with", **self._of, access=APP)

    def all_ask(self, *, later: float = 0, refused: str = "") -> list[str]:
        """What each of all who ask at once gets."""
        part = {**self._of, "count": THREADS, "later": later, "refused": refused}
        part |= {"start_at": time.time() + HEAD_START}
        told = self.workers.together("access.tokens", [part] * WORKERS)
        return [token for each in told for token in each]

    def one_ends_while_renewing(self) -> None:
        assert self.workers.do("access.ends_while_renewing", **self._of) == "ended"

    def given(self) -> list[str]:
        """The tokens that the shop has given, in their order."""
        return list(issued(self.shop))

    def kept(self) -> str:
        return str(self.workers.do("access.kept", **self._of)["token"])


@pytest.fixture
def race(workers: Staff, request: pytest.FixtureRequest) -> Iterator[Race]:
    with FakeStore(seed=5) as fake:
        name = f"access-{request.node.name[-20:].replace('_', '-').strip('-')}"
        shop = fake.open_shop(name, "shopify", access=dict(APP))
        found = Race(workers, shop)
        found.begin()
        yield found


def test_of_many_without_a_token_one_has_it_made_and_all_use_it(race: Race) -> None:
    told = race.all_ask()

    [given] = race.given()
    assert told == [given] * WORKERS * THREADS
    assert race.kept() == given


def test_of_many_whose_token_is_due_one_renews_it_and_none_waits_or_fails(race: Race) -> None:
    first = race.all_ask()[0]
    told = race.all_ask(later=19 * HOUR)

    [_, second] = race.given()
    assert set(told) <= {first, second}
    assert second in told
    assert race.kept() == second


def test_a_token_that_the_shop_ended_is_renewed_once_however_many_meet_its_refusal(
    race: Race,
) -> None:
    first = race.all_ask()[0]
    told = race.all_ask(later=HOUR, refused=first)

    [_, second] = race.given()
    assert set(told) == {second}


def test_the_lease_of_a_process_that_ended_is_taken_over_by_one(race: Race) -> None:
    race.one_ends_while_renewing()
    told = race.all_ask(later=LEASE.total_seconds() + 1)

    [given] = race.given()
    assert set(told) == {given}
