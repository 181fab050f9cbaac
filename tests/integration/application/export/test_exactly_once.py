"""A window is exported once: whoever dies on the way, and however many do it at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient

from commissions.application.export.export import CutTooLate, Exported, export_until, exported_until
from commissions.application.export.touched import ScannedBooks, Touched
from commissions.application.pipeline import settle
from commissions.aws.clients import client
from commissions.domain.ledger.facts import Content
from commissions.tables import plans
from commissions.warehouse import bucket, manifests
from commissions.warehouse.manifests import ManifestMoved
from commissions.warehouse.schema import TABLES
from commissions.warehouse.windows import ExportWindow
from tests.support.builders import a_plan
from tests.support.crash_points import Crashed, Process
from tests.support.order_on_tables import KEY, ORDER, refund, the_lock
from tests.support.warehouse import everything, exported, rows

DAY = datetime(2026, 11, 22, tzinfo=UTC)
TEN, ELEVEN, NOON = (DAY + timedelta(hours=hour) for hour in (10, 11, 12))
MIDNIGHT = DAY + timedelta(days=1)
WRITES = {"PutObject"}


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    plans.publish(a_plan().text)


def tell(*contents: Content, at: datetime) -> None:
    settle.settle(KEY, contents, inbox="inbox", now=at)


def an_hour_of_an_order() -> None:
    tell(ORDER, the_lock(), at=TEN + timedelta(minutes=5))
    tell(refund("r1"), at=TEN + timedelta(minutes=50))


def life(at: int | None = None) -> int:
    """Exports until eleven in a process that ends at one of its writes; says how many it did."""
    process, make = Process(at), BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(of: object, operation: str, parameters: object) -> object:
        if operation in WRITES:
            process.goes_on(operation)
        return make(of, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", call), suppress(Crashed):
        assert exported(ELEVEN).done
    return len(process.calls)


def entries() -> dict[str, list[ExportWindow]]:
    return {
        name: [each.window for each in manifests.entries(table, MIDNIGHT + timedelta(days=9))]
        for name, table in TABLES.items()
    }


def emptied() -> None:
    for key in bucket.keys(""):
        client("s3").delete_object(Bucket=bucket.BUCKET, Key=key)


def test_killed_at_any_write_and_run_again_it_gives_the_same_bytes_and_one_entry() -> None:
    an_hour_of_an_order()
    writes = life()
    wanted, windows = everything(), entries()

    assert writes > 2 * len([name for name in wanted if name.endswith(".parquet")])
    for at in range(writes):
        emptied()
        life(at)
        assert exported_until() is None
        life()
        assert everything() == wanted
        assert entries() == windows


def test_exported_again_it_writes_nothing() -> None:
    an_hour_of_an_order()
    exported(ELEVEN)
    before = everything()

    assert life() == 0
    assert everything() == before


def test_what_was_put_and_never_named_is_no_part() -> None:
    an_hour_of_an_order()
    with (
        patch.object(manifests, "add", side_effect=Crashed("before the manifest")),
        pytest.raises(Crashed),
    ):
        exported(ELEVEN)

    assert [key for key in everything() if key.endswith(".parquet")]
    assert rows("fact_commission", ELEVEN) == []


def test_two_exporters_at_once_leave_one_entry_a_window() -> None:
    an_hour_of_an_order()
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(exported, [ELEVEN, ELEVEN]))

    assert answers == [Exported(done=True)] * 2
    assert {len(windows) for windows in entries().values()} == {1}
    assert len({key for key in everything() if "fact_commission" in key}) == 2


def test_who_finds_that_another_was_quicker_looks_again_and_goes_on() -> None:
    an_hour_of_an_order()
    moves, add = iter([True]), manifests.add

    def moved_once(*told: Any) -> bool:
        if next(moves, False):
            raise ManifestMoved("by another")
        return add(*told)

    with patch.object(manifests, "add", moved_once):
        assert exported(ELEVEN).done
    assert {len(windows) for windows in entries().values()} == {1}


def test_who_is_always_slower_leaves_it_to_the_others() -> None:
    an_hour_of_an_order()
    with patch.object(manifests, "add", side_effect=ManifestMoved("by another")):
        assert exported(ELEVEN) == Exported(done=False, waits_for="another exporter is at work")


def test_windows_follow_one_another_and_none_reaches_over_midnight_or_a_named_moment() -> None:
    an_hour_of_an_order()
    tell(refund("r2"), at=MIDNIGHT + timedelta(hours=1))
    frozen = TEN + timedelta(minutes=30, microseconds=1)
    export_until(frozen, frozen)  # it has only just come, and is named
    exported(MIDNIGHT + timedelta(hours=2))

    for windows in entries().values():
        ends = [each.end for each in windows]
        assert windows[0].begin == DAY
        assert ends[:-1] == [each.begin for each in windows[1:]]
        assert {frozen, MIDNIGHT, MIDNIGHT + timedelta(hours=2)} <= set(ends)
    assert rows("fact_order_line", frozen, "max(revision)") == [(2,)]


def test_a_moment_inside_a_window_that_was_exported_is_named_too_late() -> None:
    an_hour_of_an_order()
    exported(ELEVEN)

    with pytest.raises(CutTooLate, match="no window that ends at 2026-11-22T10:30"):
        exported(TEN + timedelta(minutes=30))


def test_nothing_is_exported_before_it_has_settled() -> None:
    an_hour_of_an_order()
    early = export_until(ELEVEN, ELEVEN + timedelta(seconds=119))

    assert (early.done, early.waits_for) == (
        False,
        "what was recorded settles by 2026-11-22T11:02:00.000000Z",
    )
    assert exported_until() is None


def test_a_day_without_orders_has_its_manifest() -> None:
    an_hour_of_an_order()
    exported(MIDNIGHT + timedelta(days=2))
    manifest = manifests.read(TABLES["fact_order_line"], date(2026, 11, 23))

    assert [(each.rows, each.key) for each in manifest.entries] == [(0, ""), (0, "")]


def test_a_late_order_of_last_year_is_a_row_of_today_and_of_its_own_day() -> None:
    an_hour_of_an_order()
    exported(ELEVEN)
    before = {key: body for key, body in everything().items() if key.endswith(".parquet")}
    late = replace(
        ORDER,
        platform_order_id="7",
        order_ts=ORDER.order_ts - timedelta(days=300),
        updated_at=ORDER.order_ts - timedelta(days=300),
    )
    settle.settle(late.order_key, [late], inbox="inbox", now=ELEVEN + timedelta(minutes=1))
    exported(NOON)

    assert before.items() <= everything().items()
    assert rows("fact_order_line", NOON, "order_key", where="event_day < '2026-11-01'") == [
        (late.order_key,)
    ]
    [new] = manifests.read(TABLES["fact_order_line"], DAY.date()).entries[1:]
    assert (new.window, new.rows) == (ExportWindow(ELEVEN, NOON), 1)


class _Repeated:
    """Names books twice, in any order, and others that have nothing of the window."""

    def within(self, window: ExportWindow) -> Touched:
        books = [*ScannedBooks().within(window).books, "shopify/tea/of-another-time", KEY]
        return Touched(frozenset(reversed(books * 2)))


def test_books_that_are_named_twice_or_for_nothing_change_no_byte() -> None:
    an_hour_of_an_order()
    exported(ELEVEN)
    wanted = everything()
    emptied()
    exported(ELEVEN, touched=_Repeated())

    assert everything() == wanted


@pytest.mark.parametrize("threads", [1, 2])
def test_one_thread_or_two_write_the_same_bytes(threads: int) -> None:
    an_hour_of_an_order()
    exported(ELEVEN, threads=3 - threads)
    wanted = everything()
    emptied()
    exported(ELEVEN, threads=threads)

    assert everything() == wanted


def test_a_run_that_has_no_time_left_goes_on_where_it_stopped() -> None:
    an_hour_of_an_order()
    turns: Iterator[bool] = iter([False, True])
    first = exported(MIDNIGHT, is_enough=lambda: next(turns))

    assert first == Exported(
        done=False, waits_for="it is exported until 2026-11-22T12:00:00.000000Z"
    )
    assert exported(MIDNIGHT).done
    assert {len(windows) for windows in entries().values()} == {2}
