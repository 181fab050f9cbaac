"""Home adds up, says what needs somebody, and stays a page whatever stands in it."""

import gzip
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from commissions.domain.ledger.member_month import DayMoney, MonthMoney
from commissions.domain.money import Money
from commissions.domain.payouts.home_facts import InactiveSince, OnHold
from commissions.domain.payouts.member_money import WeekRelease
from commissions.domain.payouts.month_standing import MonthStanding
from commissions.pages.member import home
from commissions.pages.member.home import HomeView
from commissions.pages.member.order_rows import Seen
from tests.support.member_pages import (
    EVIL,
    LANGUAGES,
    NOW,
    a_frame,
    chains,
    home_facts,
    month_of,
)
from tests.support.page_rules import faults

ZONE = "America/New_York"
SEEN = Seen(now=NOW, zone=ZONE)


def view(who: str = "cat", many: int = 3, seen: Seen = SEEN, **changed: object) -> HomeView:
    return home.home(home_facts(who, chains(many), **changed), seen)


def figures(html: str) -> list[str]:
    return re.findall(r'data-value="([^"]*)"', html)


def test_the_strip_adds_up_and_what_was_taken_back_is_inside() -> None:
    [strip] = view().strips

    assert strip.earned == Money(66_00, "USD")
    assert strip.earned == strip.on_hold + strip.available + strip.paid
    assert (strip.taken_back, strip.refunds) == (Money(-6_00, "USD"), 1)


def test_the_strip_adds_up_for_whatever_became_of_the_month() -> None:
    for seed in range(50):
        dice = Random(seed)  # noqa: S311 - not a secret
        held, available, paid = (dice.randint(-50_00, 500_00) for _ in range(3))
        earned = held + available + paid
        standing = MonthStanding(earned=earned, held=held, available=available, paid=paid)
        [strip] = view(standings={"USD": standing}).strips
        assert strip.on_hold + strip.available + strip.paid == Money(earned, "USD")


def test_who_has_nothing_yet_sees_nothing_of_the_plans_currency() -> None:
    seen = view(many=0)

    assert [each.earned for each in seen.strips] == [Money(0, "USD")]
    assert (seen.orders, seen.charts, seen.orders_in_all) == ((), (), 0)


def test_the_bars_of_a_month_add_up_to_what_was_earned() -> None:
    [chart] = view().charts

    assert len(chart.days) == 30
    assert sum(each.own.minor + each.team.minor for each in chart.days) == 66_00
    assert [each.day for each in chart.moved] == [date(2026, 11, 20), date(2026, 11, 22)]


def test_what_is_not_paid_is_in_the_chart_in_grey() -> None:
    facts = home_facts("bob", chains(2, "cat < bob (inactive)"))

    [chart] = home.home(facts, SEEN).charts

    assert chart.has_unpaid
    assert sum(each.unpaid.minor for each in chart.days) == 8_00
    assert "not paid 8.00" in home.render(home.home(facts, SEEN), a_frame())


def test_each_bar_says_in_words_what_it_is_of() -> None:
    html = home.render(view(), a_frame())

    assert "20 Nov: own sales 72.00\u00a0USD, team 0.00\u00a0USD" in html


def test_the_newest_order_comes_first_and_each_leads_to_its_why() -> None:
    rows = view().orders

    assert [each.number for each in rows] == ["1002", "1001", "1000"]
    assert rows[0].href == "/app/orders/shopify~2Ftea~2F1002/why"
    assert len({each.id for each in rows}) == 3


def test_rows_keep_their_ids_whenever_they_are_shown() -> None:
    assert [each.id for each in view().orders] == [each.id for each in view(many=5).orders][2:]


def test_what_was_written_since_is_new_and_said_once() -> None:
    first = view(many=2)
    later = view(many=3, seen=Seen(now=NOW, zone=ZONE, until=datetime.fromisoformat(first.seen)))

    assert [each.is_new for each in later.orders] == [True, False, False]
    html = home.render_news(later, a_frame())
    assert 'data-announce="1 order is new."' in html
    assert html.count('class="new"') == 1


def test_the_first_order_of_all_is_news_too() -> None:
    nothing = view(many=0, seen=Seen(now=NOW - timedelta(days=30), zone=ZONE))

    first = view(many=1, seen=Seen(now=NOW, zone=ZONE, until=datetime.fromisoformat(nothing.seen)))

    assert first.news == 1


def test_a_page_that_is_new_has_nothing_new() -> None:
    assert view().news == 0
    assert "data-announce" not in home.render(view(), a_frame())


def test_the_part_that_changes_asks_again_by_its_version() -> None:
    seen = view()
    html = home.render_news(seen, a_frame())

    address = f"/app/home/news?month=2026-11&amp;version={seen.version}&amp;seen="
    assert f'id="home-news" class="stack" hx-get="{address}' in html
    assert html.lstrip().startswith("<div")
    assert faults(html, is_whole=False) == []


def test_a_month_that_is_over_asks_for_nothing() -> None:
    html = home.render(view(today=date(2026, 12, 2)), a_frame())

    assert 'hx-get="/app/home/news' not in html
    assert "as of " in html


def test_months_follow_each_other_up_to_the_one_that_goes_on() -> None:
    now, before = view().month, view(today=date(2026, 12, 2)).month

    assert (now.earlier, now.later, now.is_current) == ("2026-10", "", True)
    assert (before.earlier, before.later, before.is_current) == ("2026-10", "2026-12", False)


def test_a_callout_is_there_only_if_something_needs_the_member() -> None:
    assert "callout" not in home.render(view(), a_frame())


def test_who_is_inactive_is_told_since_when_and_what_it_cost() -> None:
    inactive = InactiveSince(status="inactive", since=datetime(2026, 10, 1, tzinfo=UTC))
    told = chains(2, "cat < bob (inactive)")
    seen = home.home(home_facts("bob", told, inactive=inactive), SEEN)
    html = home.render(seen, a_frame())

    assert seen.inactive_day == date(2026, 10, 1)
    assert "since 1 October 2026" in re.sub(r"<[^>]+>", "", html)
    assert "/app/orders?month=2026-11&amp;show=not-paid" in html


def test_money_that_came_back_and_money_that_is_owed_are_told() -> None:
    html = home.render(view(came_back="USD-20261129-1", owed={"USD": 30_00}), a_frame())

    assert "Payout USD-20261129-1 came back." in html
    assert "30.00" in figures(html)


def test_releases_add_up_to_all_that_is_on_hold() -> None:
    weeks = (WeekRelease(date(2026, 12, 6), 40_00), WeekRelease(date(2026, 12, 13), 26_00))
    held = OnHold(amount=66_00, next_release=NOW + timedelta(days=2), weeks=weeks)

    [releases] = view(on_hold={"USD": held}).releases

    assert sum((each.amount for each in releases.weeks), Money(0, "USD")) == releases.whole


def test_the_next_release_is_a_day_of_the_members_own_zone() -> None:
    held = OnHold(amount=66_00, next_release=datetime(2026, 12, 2, 3, tzinfo=UTC), weeks=())

    assert view(on_hold={"USD": held}).strips[0].next_day == date(2026, 12, 1)


def test_two_currencies_have_a_strip_each_and_the_larger_comes_first() -> None:
    facts = home_facts("cat", chains(3))
    euros = _in_euros(facts.month.money[0].net * 2)
    both = (*facts.month.money, euros)
    standings = dict(facts.standings) | {
        "EUR": MonthStanding(earned=euros.net, held=0, available=euros.net, paid=0)
    }
    month = replace(facts.month, money=both)

    seen = home.home(replace(facts, month=month, standings=standings), SEEN)

    assert [each.earned.currency for each in seen.strips] == ["EUR", "USD"]
    assert faults(home.render(seen, a_frame())) == []


def _in_euros(net: int) -> MonthMoney:
    money = month_of("cat", chains(1)).money[0]
    days = (DayMoney(day=3, own=net, team=0, unpaid=0),)
    return replace(money, currency="EUR", earned=net, taken_back=0, own=net, team=0, days=days)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("many", [0, 1, 200])
def test_it_is_a_page_in_every_language_with_nothing_and_with_much(
    language: str, many: int
) -> None:
    assert faults(home.render(view(many=many), a_frame(language))) == []


def test_a_month_full_of_days_is_a_small_page() -> None:
    facts = home_facts("cat", chains(9))
    [money] = facts.month.money
    days = tuple(DayMoney(day=day, own=1_00, team=1_00, unpaid=1_00) for day in range(1, 31))
    month = replace(facts.month, money=(replace(money, unpaid=30_00, days=days),))

    html = home.render(home.home(replace(facts, month=month), SEEN), a_frame())

    assert len(gzip.compress(html.encode())) < 15_000


@pytest.mark.parametrize("who", ["cat", "bob"])
def test_what_a_shop_calls_a_product_stays_text(who: str) -> None:
    facts = home_facts(who, chains(3, sku=EVIL))
    html = home.render(home.home(facts, SEEN), a_frame(who=EVIL, company=EVIL))

    assert faults(html) == []
    assert "<script>alert" not in html
    assert "alert(1)" in html


def test_a_member_sees_no_id_of_anybody_who_did_not_sell() -> None:
    html = home.render(home.home(home_facts("bob", chains(3)), SEEN), a_frame(who="x"))

    assert "cat" in html
    assert not re.search(r"\bann\b|\bbob\b", html)


def test_rows_say_what_an_order_was_and_at_which_rate() -> None:
    html = re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", home.render(view(), a_frame())))

    assert "4 × TEA · sale at 20\u00a0% + level 1 at 10\u00a0%" in html
