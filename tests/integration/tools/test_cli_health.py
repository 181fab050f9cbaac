"""`health` names the stores that cannot be asked, or were not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.stores.polling import CHANGED, Crawl
from commissions.tables import circuit_breakers, cursors, stores
from tests.support.command import commissions, told
from tests.support.pipeline_driver import open_store

pytestmark = pytest.mark.usefixtures("reachable")


def findings() -> dict[str, dict[str, Any]]:
    result = commissions("health", "--json")
    return {each["what"]: each for each in json.loads(result.stdout)["findings"]}


def polled(before: timedelta) -> None:
    began = datetime.now(UTC) - before
    run = Crawl(mode=CHANGED, began=began, since=began)
    cursors.start("tea", CHANGED, run)
    cursors.complete("tea", CHANGED, run)


def test_a_store_that_gives_no_answer_is_named() -> None:
    open_store()
    assert told("health")["well"]

    for _ in range(5):
        circuit_breakers.failed("tea", now=datetime.now(UTC))

    assert not findings()["API of tea"]["well"]


def test_a_store_that_was_not_asked_for_an_hour_is_named() -> None:
    open_store()
    polled(timedelta(minutes=61))

    assert not findings()["polling tea"]["well"]


def test_a_closed_store_is_nobodys_worry() -> None:
    open_store(silent_hours=1)
    polled(timedelta(days=9))
    stores.close("tea")

    assert told("health")["well"]
    assert not [what for what in findings() if "tea" in what]
