from datetime import UTC, datetime, timedelta

from commissions.domain.stores.polling import (
    BACKFILL,
    CATALOGUE,
    CHANGED,
    SECOND_PASS,
    Crawl,
    Cursor,
    is_stale,
    new_crawl,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_a_store_is_read_from_an_hour_before_the_last_reading_began() -> None:
    run = new_crawl(CHANGED, NOW - hours(0.25), NOW - hours(900), now=NOW)

    assert (run.since, run.until, run.began) == (NOW - hours(1.25), None, NOW)


def test_the_first_reading_goes_back_to_when_the_store_became_ours() -> None:
    assert new_crawl(CHANGED, None, NOW - hours(72), now=NOW).since == NOW - hours(72)


def test_without_a_word_of_when_that_was_it_goes_back_a_day() -> None:
    assert new_crawl(CHANGED, None, None, now=NOW).since == NOW - hours(24)


def test_the_second_look_goes_back_thirty_days_and_not_beyond_what_is_ours() -> None:
    old, new = (new_crawl(SECOND_PASS, None, NOW - hours(24 * days), now=NOW) for days in (400, 3))

    assert (old.since, new.since) == (NOW - timedelta(days=30), NOW - timedelta(days=3))


def test_a_store_whose_clock_is_behind_ours_is_looked_through_all_the_same() -> None:
    run = new_crawl(SECOND_PASS, None, NOW + hours(20), now=NOW)

    assert [start.date() for start, _ in run.parts] == [NOW.date()]


def test_the_second_look_reads_day_by_day_and_the_whole_of_today() -> None:
    run = new_crawl(SECOND_PASS, None, NOW - hours(30), now=NOW)

    assert run.parts == (
        (datetime(2026, 11, 19, 6, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)),
        (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)),
    )


def test_everything_else_is_read_in_one_part() -> None:
    until = NOW - hours(48)
    backfill = Crawl(mode=BACKFILL, began=NOW, since=NOW - hours(72), until=until)

    assert backfill.parts == ((NOW - hours(72), until),)
    assert len(new_crawl(CATALOGUE, None, None, now=NOW).parts) == 1


def test_a_run_goes_from_page_to_page_and_from_part_to_part() -> None:
    run = new_crawl(SECOND_PASS, None, NOW - hours(30), now=NOW)
    steps = [
        run := run.after_page("p2", {"1"}),
        run := run.after_page("", {"2"}),
        run := run.after_part(),
    ]

    assert [step.cursor for step in steps] == [
        Cursor(0, "p2", 1, listed=False, seen=frozenset({"1"})),
        Cursor(0, "", 2, listed=True, seen=frozenset({"1", "2"})),
        Cursor(1, "", 3),
    ]
    assert (run.finished, run.after_part().finished) == (False, True)


def test_what_was_seen_is_kept_only_where_it_is_compared() -> None:
    run = new_crawl(CHANGED, None, None, now=NOW).after_page("p2", {"1"})

    assert run.cursor.seen == frozenset()


def test_a_run_that_got_no_further_since_yesterday_is_begun_anew() -> None:
    assert not is_stale(NOW, NOW + hours(23))
    assert is_stale(NOW, NOW + hours(25))
