"""A manifest is changed as it was read or not at all, and a part is what its name says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from commissions.warehouse import bucket, cuts, manifests, parts
from commissions.warehouse.manifests import ManifestMoved, PartEntry
from commissions.warehouse.schema import FACT_COMMISSION
from commissions.warehouse.windows import ExportWindow

pytestmark = pytest.mark.usefixtures("aws")

DAY = datetime(2026, 11, 29, tzinfo=UTC)
NOON, MIDNIGHT = DAY + timedelta(hours=12), DAY + timedelta(days=1)
MORNING, AFTERNOON = ExportWindow(DAY, NOON), ExportWindow(NOON, MIDNIGHT)


def entry(window: ExportWindow, rev: str = "ab") -> PartEntry:
    return PartEntry(window, f"{window.name}-{rev}.parquet", rev, 1, {"amount_minor/USD": 5})


def windows() -> list[ExportWindow]:
    return [each.window for each in manifests.entries(FACT_COMMISSION, MIDNIGHT)]


def test_an_entry_is_added_once() -> None:
    assert manifests.add(FACT_COMMISSION, entry(MORNING))
    assert not manifests.add(FACT_COMMISSION, entry(MORNING, "other"))

    assert manifests.parts(FACT_COMMISSION, MIDNIGHT) == [entry(MORNING).key]


@pytest.mark.parametrize("there", [[], [MORNING]], ids=["the first", "a later one"])
def test_of_two_who_read_the_same_manifest_one_writes_it(there: list[ExportWindow]) -> None:
    for window in there:
        manifests.add(FACT_COMMISSION, entry(window))
    read = manifests.read(FACT_COMMISSION, DAY.date())
    own = AFTERNOON if there else MORNING
    manifests.add(FACT_COMMISSION, entry(own))

    with patch.object(manifests, "read", lambda *_: read), pytest.raises(ManifestMoved):
        manifests.add(FACT_COMMISSION, entry(own, "other"))
    assert windows() == [*there, own]


def test_a_window_that_leaves_a_gap_is_not_added() -> None:
    manifests.add(FACT_COMMISSION, entry(ExportWindow(DAY, NOON - timedelta(hours=1))))

    with pytest.raises(ManifestMoved, match="does not end at the window before"):
        manifests.add(FACT_COMMISSION, entry(AFTERNOON))


def test_parts_are_those_whose_windows_end_by_then() -> None:
    for window in (MORNING, AFTERNOON):
        manifests.add(FACT_COMMISSION, entry(window))

    assert manifests.parts(FACT_COMMISSION, MIDNIGHT - timedelta(microseconds=1)) == [
        entry(MORNING).key
    ]
    assert manifests.exported_until(FACT_COMMISSION) == MIDNIGHT


def test_a_window_without_rows_has_no_part() -> None:
    manifests.add(FACT_COMMISSION, PartEntry(MORNING, "", "", 0, {}))

    assert windows() == [MORNING]
    assert manifests.parts(FACT_COMMISSION, MIDNIGHT) == []


def test_the_next_cut_is_the_first_one_after_a_moment() -> None:
    for moment in (MIDNIGHT, NOON):
        assert cuts.make(moment)
    assert not cuts.make(NOON)

    assert cuts.next_after(DAY) == NOON
    assert cuts.next_after(NOON) == MIDNIGHT
    assert cuts.next_after(MIDNIGHT) is None


def put(home: Path, body: bytes = b"a part") -> str:
    (home / "file").write_bytes(body)
    return parts.put(FACT_COMMISSION, MORNING, home / "file")


def test_a_part_is_named_by_what_it_holds_and_by_its_window(tmp_path: Path) -> None:
    key = put(tmp_path)

    assert key == put(tmp_path)
    assert key != put(tmp_path, b"another")
    assert key.startswith(
        "warehouse/v1/fact_commission/recorded_day=2026-11-29/"
        "20261129T000000000000Z-20261129T120000000000Z-"
    )


def test_a_part_is_fetched_once_and_held_against_its_name(tmp_path: Path) -> None:
    key, folder = put(tmp_path), tmp_path / "parts"
    [file] = parts.download([key], folder)
    assert file.read_bytes() == b"a part"

    bucket.put(key, b"changed", "text/plain")
    assert parts.download([key], folder) == [file]
    with pytest.raises(parts.PartDamaged):
        parts.download([key], tmp_path / "elsewhere")


def test_a_part_that_is_not_there_is_named(tmp_path: Path) -> None:
    key = parts.key_of(FACT_COMMISSION, MORNING, "ab")

    with pytest.raises(KeyError, match="recorded_day=2026-11-29"):
        parts.download([key], tmp_path)


def test_a_part_that_another_is_putting_is_not_taken_for_there(tmp_path: Path) -> None:
    with (
        patch.object(bucket, "put_if_absent", lambda *_: False),
        pytest.raises(parts.PartNotPut, match="run the export again"),
    ):
        put(tmp_path)
