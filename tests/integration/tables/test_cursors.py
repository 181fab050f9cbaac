from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.stores.polling import CHANGED, SECOND_PASS, Crawl, new_crawl
from commissions.tables import cursors
from commissions.tables.cursors import StoredCrawl

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


def a_run(began: datetime = NOW, look: str = CHANGED) -> Crawl:
    return new_crawl(look, None, NOW - timedelta(days=2), now=began)


def begun_one(began: datetime = NOW) -> Crawl:
    run = a_run(began)
    assert cursors.start("tea", CHANGED, run)
    return run


def test_a_store_that_was_never_read_has_no_progress() -> None:
    assert cursors.get("tea", CHANGED) == StoredCrawl(None, None)


def test_a_run_is_known_by_all_that_is_needed_to_go_on_with_it() -> None:
    run = a_run(look=SECOND_PASS)
    cursors.start("tea", SECOND_PASS, run)
    run = run.after_page("page 2", {"12", "13"})
    cursors.advance("tea", SECOND_PASS, run)

    assert cursors.get("tea", SECOND_PASS) == StoredCrawl(None, run)


def test_a_run_that_is_over_is_where_the_next_one_begins() -> None:
    run = begun_one()

    assert cursors.complete("tea", CHANGED, run)
    assert cursors.get("tea", CHANGED) == StoredCrawl(NOW, None)


def test_of_two_who_read_the_same_pages_the_one_behind_is_told() -> None:
    run = begun_one()

    assert cursors.advance("tea", CHANGED, run.after_page("p2", ()).after_page("p3", ()))
    assert not cursors.advance("tea", CHANGED, run.after_page("p2", ()))
    assert not cursors.advance("tea", CHANGED, run.after_page("p2", ()).after_page("p3", ()))


def test_a_run_that_was_finished_or_overtaken_does_not_advance() -> None:
    first = begun_one()
    begun_one(LATER)

    assert not cursors.advance("tea", CHANGED, first.after_page("p2", ()))
    assert not cursors.complete("tea", CHANGED, first)
    assert cursors.get("tea", CHANGED).crawl == a_run(LATER)


def test_a_run_does_not_begin_before_another_that_is_under_way() -> None:
    begun_one(LATER)

    assert not cursors.start("tea", CHANGED, a_run(NOW))
    assert not cursors.start("tea", CHANGED, a_run(LATER))


def test_the_cursor_never_moves_backwards() -> None:
    cursors.complete("tea", CHANGED, begun_one(LATER))

    assert not cursors.start("tea", CHANGED, a_run(NOW))
    assert cursors.get("tea", CHANGED).read_until == LATER


def test_a_run_that_was_dropped_is_begun_anew_from_where_the_last_one_ended() -> None:
    cursors.complete("tea", CHANGED, begun_one())
    cursors.abandon("tea", CHANGED, begun_one(LATER))

    assert cursors.get("tea", CHANGED) == StoredCrawl(NOW, None)


def test_a_run_of_another_is_not_dropped() -> None:
    begun_one(LATER)
    cursors.abandon("tea", CHANGED, a_run(NOW))

    assert cursors.get("tea", CHANGED).crawl == a_run(LATER)
