import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.aws import secrets
from commissions.tables import journal_hashes, stores
from commissions.tables.journal_hashes import PostedHash
from tests.support.command import commissions, told
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store


@pytest.fixture
def shop(reachable: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    return an_in_memory_store(monkeypatch)


def test_a_clean_day_answers_machines_and_exits_well(shop: InMemoryStore) -> None:
    answer = told("reconcile")

    assert (answer["verdict"], answer["delta"]) == ("clean", {})


def test_a_day_that_differs_exits_with_1_and_writes_both_files(
    shop: InMemoryStore, tmp_path: Path
) -> None:
    order = shop.place("1001", ago=timedelta(days=3))
    day = f"{order.order_ts.date()}"

    result = commissions("reconcile", "--day", day, "--store", "tea", "--out", str(tmp_path))

    assert result.exit_code == 1
    assert "1 finding, 100.00 USD at stake" in result.stdout
    assert json.loads((tmp_path / f"{day}.json").read_text())["delta"] == {"USD": 100_00}
    assert "shop/tea/1001" in (tmp_path / f"{day}.html").read_text()


def test_a_store_that_cannot_be_asked_is_named(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})

    result = commissions("reconcile")

    assert result.exit_code == 0
    assert "no access to its API is stored" in result.stdout


def test_an_unknown_store_is_refused(shop: InMemoryStore) -> None:
    result = commissions("reconcile", "--store", "coffee")

    assert (result.exit_code, "coffee" in result.stderr) == (1, True)


def test_all_hashes_since_a_day_are_compared_where_somebody_asks(shop: InMemoryStore) -> None:
    """Of a journal of eleven days ago nothing is left but its hash."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=11)
    journal_hashes.keep([PostedHash(journal_id="s/tea/1/1", hash="aa", at=at, sequence="7")])

    assert told("reconcile")["findings"] == []
    result = commissions("reconcile", "--hashes-since", f"{at.date()}", "--json")
    found = json.loads(result.stdout)["findings"]
    assert [(each["kind"], each["about"]) for each in found] == [("journal_gone", "s/tea/1/1")]
    assert result.exit_code == 1
