"""What a plan pays as pictures."""

import re
from collections.abc import Sequence
from fractions import Fraction
from xml.etree.ElementTree import Element, fromstring

import pytest

from commissions.pages.plots.earnings import PlanEarnings, bins, earnings_distribution
from commissions.pages.plots.payout import PeriodPayout, PlanPayout, payout_by_period
from commissions.pages.plots.scale import ticks

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert("1")</script>&\x00]]>{{ 7 * 7 }}'


def a_period(
    period: str = "2026-10", *, volume: int = 100_000, with_orders: int = 20_000, at_close: int = 0
) -> PeriodPayout:
    return PeriodPayout(period=period, volume=volume, with_orders=with_orders, at_close=at_close)


def a_plan(
    *periods: PeriodPayout, name: str = "tea", currency: str = "USD", cap: str = ""
) -> PlanPayout:
    share = Fraction(cap) if cap else None
    return PlanPayout(name=name, currency=currency, periods=periods, cap=share)


def people(*earned: int, name: str = "tea", currency: str = "USD") -> PlanEarnings:
    return PlanEarnings(name=name, currency=currency, earned=earned)


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def titles(svg: str) -> list[str]:
    return [each.text or "" for each in fromstring(svg).iter(f"{SVG}title")]  # noqa: S314


def bars(svg: str) -> list[Element]:
    """The rectangles that say what they are."""
    every = fromstring(svg).iter(f"{SVG}rect")  # noqa: S314
    return [each for each in every if each.find(f"{SVG}title") is not None]


def described(svg: str) -> str:
    return fromstring(svg).findtext(f"{SVG}desc") or ""  # noqa: S314


def counts(plan: PlanEarnings) -> list[tuple[str, int]]:
    return [(each.label, each.count(plan)) for each in bins([plan])]


def test_a_bar_says_its_money_and_its_share_of_the_volume() -> None:
    svg = payout_by_period([a_plan(a_period(at_close=10_050))])

    assert "30.0 %" in texts(svg)  # 300.50 of 1,000 points
    assert "2026-10, paid with orders: 200.00 USD, 20.0 % of 1,000.00 points" in titles(svg)
    assert "2026-10, paid at the close: 100.50 USD, 10.0 % of 1,000.00 points" in titles(svg)


def test_the_parts_of_a_bar_are_as_high_as_what_they_show() -> None:
    orders, close = bars(payout_by_period([a_plan(a_period(at_close=10_000))]))

    double = 2 * float(close.attrib["height"])
    assert float(orders.attrib["height"]) == pytest.approx(double, 0.01)
    assert double > 10
    assert float(close.attrib["y"]) + float(close.attrib["height"]) == float(orders.attrib["y"])


@pytest.mark.parametrize(("currency", "minor"), [("USD", 20_000), ("JPY", 200), ("KWD", 200_000)])
def test_a_fifth_is_a_fifth_in_a_currency_of_any_decimals(currency: str, minor: int) -> None:
    plan = a_plan(a_period(with_orders=minor), currency=currency)

    assert "20.0 %" in texts(payout_by_period([plan]))


def test_what_is_above_the_cap_is_counted_and_the_cap_is_a_line() -> None:
    even, over = a_period("2026-10", with_orders=37_500), a_period("2026-11", with_orders=37_501)

    svg = payout_by_period([a_plan(even, over, cap="0.375")])

    assert "company cap: 37.5 %" in titles(svg)
    assert "1 above the cap of 37.5 %" in described(svg)


def test_what_is_taken_back_hangs_below_the_line() -> None:
    svg = payout_by_period([a_plan(a_period(with_orders=-5_000, at_close=2_000))])
    orders, close = bars(svg)

    assert "−3.0 %" in texts(svg)
    assert float(close.attrib["y"]) + float(close.attrib["height"]) == float(orders.attrib["y"])


@pytest.mark.parametrize(("volume", "said"), [(0, "no volume"), (-400, "volume < 0")])
def test_a_period_without_volume_has_no_share_and_says_what_it_paid(volume: int, said: str) -> None:
    svg = payout_by_period([a_plan(a_period(volume=volume, with_orders=-150))])

    assert any(each.startswith(said) for each in texts(svg))
    assert any("−1.50 USD with orders" in each for each in titles(svg))
    assert bars(svg) == []


def test_two_plans_stand_on_the_same_scale_with_the_first_marked_in_the_second() -> None:
    low, high = a_plan(a_period(), name="now"), a_plan(a_period(with_orders=80_000), name="draft")

    svg = payout_by_period([low, high])
    first, second = bars(svg)

    assert float(second.attrib["height"]) == pytest.approx(4 * float(first.attrib["height"]), 0.01)
    assert "2026-10, now: 20.0 %" in titles(svg)
    assert {"now", "draft", "total of now"} <= set(texts(svg))


def test_no_period_is_said_instead_of_drawn() -> None:
    svg = payout_by_period([a_plan()])

    assert "No period to show yet." in texts(svg)
    assert described(svg) == "tea: no periods."


def test_of_many_periods_the_names_do_not_touch() -> None:
    svg = payout_by_period([a_plan(*(a_period(f"{2000 + i}-01") for i in range(200)))])

    assert len(bars(svg)) == 200
    assert 5 <= sum(text.endswith("-01") for text in texts(svg)) <= 16


def test_who_earns_what_is_counted_between_round_amounts() -> None:
    plan = people(-1, 0, 0, 1, 99, 100, 199, 200, 1_000, 1_234)

    assert counts(plan) == [
        ("less than nothing", 1),
        ("nothing", 2),
        ("0.01 – 0.99 USD", 2),
        ("1.00 – 1.99 USD", 2),
        ("2.00 – 4.99 USD", 1),
        ("5.00 – 9.99 USD", 0),
        ("10.00 USD and more", 2),
    ]


@pytest.mark.parametrize("most", [1, 2, 9, 10, 99, 12_345, 10**9, 10**15])
@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_everybody_is_counted_once_whatever_the_most_is(most: int, currency: str) -> None:
    plan = people(-5, 0, 1, most // 2, most - 1, most, currency=currency)
    found = counts(plan)

    assert sum(number for _, number in found) == 6
    assert len(found) <= 12


def test_the_best_paid_have_their_part_to_the_tenth_of_a_percent() -> None:
    svg = earnings_distribution([people(*[0] * 50, *[100] * 40, *[600] * 10)])
    shown = texts(svg)

    assert shown[shown.index("top 1 %") + 1] == "6.0 %"
    assert shown[shown.index("top 10 %") + 1] == "60.0 %"
    assert shown[shown.index("top 50 %") + 1] == "100.0 %"
    assert "50 of 100 members earn 100.00 USD; median 0.00 USD, mean 1.00 USD" in described(svg)


def test_of_plans_without_members_or_pay_nothing_is_divided() -> None:
    svg = earnings_distribution([people(), people(0, -3)])

    assert "tea: no members. Nothing is paid." in described(svg)
    assert "0 of 2 members earn −0.03 USD." in described(svg)


def test_money_of_two_currencies_is_not_compared() -> None:
    with pytest.raises(ValueError, match="different currencies"):
        earnings_distribution([people(1), people(1, currency="JPY")])


@pytest.mark.parametrize("plans", [0, 3])
def test_a_picture_is_of_one_plan_or_two(plans: int) -> None:
    with pytest.raises(ValueError, match="one plan or two"):
        payout_by_period([a_plan()] * plans)
    with pytest.raises(ValueError, match="one plan or two"):
        earnings_distribution([people()] * plans)


def pictures(name: str) -> Sequence[str]:
    one, two = a_plan(a_period(name), name=name), a_plan(a_period(name), name="b", cap="0.4")
    return (
        payout_by_period([one, two]),
        earnings_distribution([people(0, 5, 999, name=name), people(3, name="b")]),
    )


@pytest.mark.parametrize("which", [0, 1])
def test_a_name_stays_text_and_the_picture_valid_xml(which: int) -> None:
    svg = pictures(EVIL)[which]

    assert "<script" not in svg
    assert any(each.startswith('<script>alert("1")</script>&') for each in texts(svg))


@pytest.mark.parametrize("which", [0, 1])
def test_a_picture_fetches_nothing_runs_nothing_and_is_the_same_each_time(which: int) -> None:
    svg = pictures("tea")[which]

    assert svg == pictures("tea")[which]
    assert re.findall(r"https?:[^\"]*|@import|href|onload", svg) == ["http://www.w3.org/2000/svg"]
    assert set(re.findall(r"url\(([^)]*)\)", svg)) <= {"#payout-hatch", "#earnings-hatch"}


@pytest.mark.parametrize("which", [0, 1])
def test_a_picture_names_itself_to_whoever_cannot_see_it(which: int) -> None:
    root = fromstring(pictures("tea")[which])  # noqa: S314
    ids = {each.attrib["id"] for each in root.iter() if "id" in each.attrib}

    assert root.attrib["role"] == "img"
    assert set(root.attrib["aria-labelledby"].split()) <= ids


def test_the_lines_of_a_grid_are_round_and_hold_all_that_is_shown() -> None:
    marks = ticks(Fraction(-7, 100), Fraction(43, 100))

    assert [round(each * 100) for each in marks] == [-10, 0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize("high", [Fraction(1, 10**9), Fraction(1), Fraction(10**12, 7)])
def test_a_grid_has_few_lines_whatever_the_size(high: Fraction) -> None:
    marks = ticks(Fraction(0), high)

    assert 2 <= len(marks) <= 8
    assert marks[-1] >= high
