"""Links have a QR code of just that address; settings show sessions, and never their secrets."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commissions.domain.people.sessions import Session, SessionKey
from commissions.domain.stores.store import Store
from commissions.pages.member import links as link_pages
from commissions.pages.member import settings as setting_pages
from commissions.pages.member.links import LinkOrders
from commissions.pages.member.months import month_shown
from commissions.pages.member.settings import SettingsView
from commissions.pages.qr_codes import QUIET, qr_code
from tests.support.member_pages import EVIL, LANGUAGES, NOW, a_frame
from tests.support.page_rules import faults
from tests.support.pages import somebody

SHOP = Store(
    store_id="tea-us",
    platform="shopify",
    mode="retail_channel",
    currency="USD",
    plan="uni",
    domain="tea-us.myshopify.com",
)
OWN = replace(SHOP, store_id="site-cat", mode="replicated_site", owner="cat", carriers=())
OTHERS = replace(OWN, store_id="site-bob", owner="bob")


def cells(path: str) -> set[tuple[int, int]]:
    """The dark modules that a path draws."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{long}v1h-{long}z" for x, y, long in runs) == path
    return {(int(x) + at, int(y)) for x, y, long in runs for at in range(int(long))}


def test_a_path_is_the_code_and_nothing_is_drawn_in_the_quiet_zone() -> None:
    import segno

    link = "https://tea-us.myshopify.com/?ref=CARA-7"
    code = qr_code(link)
    matrix = segno.make(link, error="m", micro=False, boost_error=False).matrix

    drawn = cells(code.path)
    assert drawn == {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    }
    assert code.size == len(matrix) + 2 * QUIET


def test_each_store_has_its_link_and_others_sites_are_left_out() -> None:
    view = link_pages.links("CAT-1", [SHOP, OWN, OTHERS], "cat")

    assert [each.store_id for each in view.stores] == ["tea-us", "site-cat"]
    assert view.stores[0].link == "https://tea-us.myshopify.com/?ref=CAT-1"
    assert (view.stores[1].link, view.stores[1].is_own_site) == ("", True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["CAT-1", "", EVIL])
def test_links_keep_the_rules(language: str, code: str) -> None:
    shops = [SHOP, OWN, replace(SHOP, store_id="x", platform="magento", mode="buyer_in_tree")]
    frame = a_frame(language, active="links")

    full = link_pages.render(link_pages.links(code, shops, "cat"), frame)
    none = link_pages.render(link_pages.links(code, [], "cat"), frame)

    assert [faults(full), faults(none)] == [[], []]


COUNTS = {
    ("tea-us", "landing_site"): 3,
    ("tea-us", "discount_code"): 2,
    ("tea-eu", "customer_of"): 4,
    ("tea-eu", "a carrier of another release"): 1,
}


def orders(counts: dict[tuple[str, str], int], **more: Any) -> LinkOrders:
    shown = month_shown("2026-11", NOW.date())
    return link_pages.link_orders(counts, shown, more.get("until"))


def test_every_order_is_counted_once_by_its_store_and_its_way() -> None:
    view = orders(COUNTS)

    assert view.ways == ("link", "coupon", "earlier", "other")
    assert view.stores == (("tea-eu", (0, 0, 4, 1)), ("tea-us", (3, 2, 0, 0)))
    assert (view.sums, view.in_all) == ([3, 2, 4, 1], 10)


@pytest.mark.parametrize("language", LANGUAGES)
def test_orders_by_link_keep_the_rules(language: str) -> None:
    frame = a_frame(language, active="links")

    for view in (orders({}), orders(COUNTS, until=NOW), orders({(EVIL, EVIL): 1})):
        assert faults(link_pages.render_orders(view, frame)) == []
        assert faults(link_pages.render_orders_card(view, frame), is_whole=False) == []


# Settings


def session(number: int) -> Session:
    return Session(
        key=SessionKey(account_id="account-1", session_id=f"s{number}"),
        name="Cat",
        epoch=1,
        began_at=NOW - timedelta(days=number),
        seen_at=NOW - timedelta(hours=number),
        proved_at=NOW,
    )


def settings(many: int = 3) -> SettingsView:
    who = somebody(zone="America/Argentina/Ushuaia")
    found = [session(number) for number in range(many)]
    return setting_pages.settings(who, found, "s2", ["Europe/Berlin"], is_saved=True)


def test_this_browser_stands_first() -> None:
    assert [each.id for each in settings().sessions] == ["s2", "s0", "s1"]
    assert [each.is_this for each in settings().sessions] == [True, False, False]


def test_the_zone_that_somebody_has_can_be_kept() -> None:
    assert settings().zones == ("America/Argentina/Ushuaia", "Europe/Berlin")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("many", [0, 1, 50])
def test_settings_keep_the_rules(language: str, many: int) -> None:
    html = setting_pages.render(settings(many), a_frame(language, active="settings"))

    assert faults(html) == []
