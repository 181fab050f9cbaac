"""The pages of stores with nothing, with much, and with what somebody hostile writes."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from commissions.pages import text
from commissions.pages.console import stores
from commissions.pages.frame import Frame
from tests.support.page_rules import faults
from tests.unit.pages.test_console import (
    HOSTILE,
    HTML_BYTES_MAX,
    LANGUAGES,
    NOW,
    a_concern,
    frame,
)

STATES, SIGNINGS = ("well", "needs-you", "closed"), ("given", "app", "own_key", "by_hand")
KINDS = ("fine", "missing", "disabled", "misdirected", "duplicates", "outdated", "foreign")


def an_entry(said: str = "tea", **more: Any) -> stores.StoreEntry:
    given: dict[str, Any] = {
        "store_id": said,
        "platform": "shopify",
        "domain": said,
        "mode": "retail_channel",
        "plan": said,
        "currency": "USD",
        "owner": said,
        "state": "well",
        "heard_at": NOW,
        "asked_at": None,
        "href": "/console/stores/tea",
    }
    return stores.StoreEntry(**given | more)


def a_list(entries: int = 3, said: str = "tea", **more: Any) -> stores.StoresView:
    given: dict[str, Any] = {"made_at": NOW, "every": entries, "needing": 1}
    found = [an_entry(said, state=STATES[each % 3]) for each in range(entries)]
    return stores.StoresView(**given | {"stores": found} | more)


def the_webhooks(said: str = "orders/paid", **more: Any) -> stores.WebhooksView:
    given: dict[str, Any] = {
        "signing": "given",
        "url": f"https://api.example.com/webhooks/shopify/{said}",
        "checked_at": NOW,
        "wrong": 3,
        "topics": {kind: [said] for kind in KINDS},
        "failed_at": NOW,
        "why": said,
    }
    return stores.WebhooksView(**given | more)


def a_store(said: str = "tea", **more: Any) -> stores.StoreView:
    asked = ("changed", "second", "catalogue", "webhooks")
    given: dict[str, Any] = {
        "entry": an_entry(said),
        "version": "v",
        "concerns": [a_concern("silent", said)],
        "has_api": True,
        "api_url": said,
        "api_version": said,
        "carriers": [said],
        "paid": ["paid", said],
        "policies": {"no_referrer": "house", "of_another_release": said},
        "receiving_url": f"https://api.example.com/{said}",
        "own_since": NOW,
        "secrets_changed": {"webhook": NOW, "access": None},
        "proven_by": said,
        "failures": 3,
        "left_alone_until": NOW + timedelta(minutes=5),
        "asked": [stores.AskedLine(what=each, known_until=NOW, began=NOW) for each in asked],
        "webhooks": the_webhooks(said),
        "refused": [
            stores.RefusedLine(reason=each, count=3, last_at=NOW, named=said)
            for each in ("signature", "recipient")
        ],
        "parked": 2,
        "choices": stores.CHOICES,
        "health_href": "/console/health/tea",
    }
    return stores.StoreView(**given | more)


def bare() -> stores.StoreView:
    """Never heard, never asked, of a platform without an API."""
    return a_store(
        entry=an_entry(owner="", domain="", plan="", heard_at=None, state="closed"),
        concerns=(),
        has_api=False,
        api_url="",
        api_version="",
        own_since=None,
        secrets_changed={"webhook": None, "access": None},
        proven_by="",
        left_alone_until=None,
        webhooks=the_webhooks(url="", checked_at=None, topics={}, failed_at=None, why=""),
        refused=(),
        parked=0,
        choices=(),
    )


def an_act(choice: str, said: str = "tea", **more: Any) -> stores.StoreActView:
    given: dict[str, Any] = {
        "choice": choice,
        "store_id": said,
        "back": "/console/stores/tea",
        "url": f"https://api.example.com/{said}",
        "url_before": said,
        "once": "o",
        "needs_second": False,
        "wrong": {},
    }
    return stores.StoreActView(**given | more)


def everything(where: Frame, said: str = "tea") -> dict[str, str]:
    every = {
        "no store": stores.render_list(a_list(0), where),
        "stores": stores.render_list(a_list(3, said, goes_on="/console/stores?after=c"), where),
        "a store": stores.render_one(a_store(said), where),
        "a bare one": stores.render_one(bare(), where),
        "a look": stores.render_look(a_store(said), where),
    }
    for each in SIGNINGS:
        signed = a_store(said, webhooks=the_webhooks(said, signing=each))
        every[f"signed: {each}"] = stores.render_one(signed, where)
    for choice in stores.CHOICES:
        every[f"do: {choice}"] = stores.render_act(an_act(choice, said), where, in_sheet=False)
        wrong = {"reason": "stores.bad.reason", "url": "stores.bad.url"}
        refused = an_act(choice, said, wrong=wrong, refused=said, needs_second=True)
        every[f"refused: {choice}"] = stores.render_act(refused, where, in_sheet=True)
    return every


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_stores_keeps_the_rules_in_every_language(language: str) -> None:
    for name, html in everything(frame(language, active="stores")).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_calls_a_store_stays_text() -> None:
    for name, html in everything(frame(active="stores"), HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_fifty_stores_fit_into_what_a_page_may_weigh() -> None:
    html = stores.render_list(a_list(50), frame())

    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_each_thing_that_can_be_done_says_what_it_does_in_every_language() -> None:
    for language in text.LANGUAGES:
        words = text.of(language)
        for choice in stores.CHOICES:
            assert words(f"stores.says.{choice}")
            assert words(f"actions.kind.store.{choice}")
