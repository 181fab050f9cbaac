"""What `make bench-pages` makes of what it measured."""

import pytest

from tools.bench.drive import Times
from tools.bench_pages.beside import Looked, Pair
from tools.bench_pages.clocks import NoClock, clock_of
from tools.bench_pages.figures import figures, missed
from tools.bench_pages.painted import Painted
from tools.browser.vitals import Vitals

NEWS = '<main><div id="n" hx-get="/app/home?version=4&amp;part=news" hx-trigger="look from:body">'


def a_pair(alone: float, beside: float) -> Pair:
    return Pair(Times([0.020], [alone]), Times([0.020], [beside]))


def a_load(lcp_ms: float) -> Vitals:
    return Vitals(
        status=200, lcp_ms=lcp_ms, layout_shift=0.0, html_bytes=9_000, all_bytes=76_000, requests=5
    )


def test_a_page_asks_by_its_clock_where_it_says() -> None:
    assert clock_of(NEWS) == "/app/home?version=4&part=news"


def test_a_page_without_a_clock_is_none_to_look_at() -> None:
    with pytest.raises(NoClock):
        clock_of('<div hx-get="/app/orders?cursor=1" hx-trigger="revealed">')


def test_each_turn_is_held_against_its_own_neighbour() -> None:
    pairs = [a_pair(0.100, 0.104), a_pair(0.200, 0.202), a_pair(0.300, 0.600)]
    painted = Painted([a_load(260.0), a_load(330.0)], [a_load(200.0), a_load(200.0)])

    found = figures(pairs, Looked(seconds=[0.030]), painted)

    assert found["emit_beside_over_alone"] == 1.04
    assert found["lcp_over_empty"] == 1.475
    assert missed(found) == []


def test_what_is_over_its_budget_is_named() -> None:
    painted = Painted([a_load(301.0)], [a_load(200.0)])

    found = figures([a_pair(0.100, 0.106)], Looked(seconds=[0.030]), painted)

    assert missed(found) == ["emit_beside_over_alone", "lcp_over_empty"]
