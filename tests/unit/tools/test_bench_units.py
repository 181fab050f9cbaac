"""DynamoDB's billing rules, as its developer guide gives them."""

from typing import Any

import pytest

from tools.bench.units import Index, item_bytes, read_units, write_units

PENDING = Index("pending", ("pending", "received_at", "id"))


def of(size: int) -> dict[str, dict[str, str]]:
    """An item of so many bytes."""
    return {"id": {"S": "x" * (size - 2)}}


def an_inbox_item(**fields: str) -> dict[str, dict[str, str]]:
    item = {"id": "a", "received_at": "2026-11-20"} | fields
    return {name: {"S": value} for name, value in item.items()}


@pytest.mark.parametrize(("size", "units"), [(3, 1), (1024, 1), (1025, 2), (3000, 3)])
def test_a_write_costs_a_unit_for_each_kilobyte_begun(size: int, units: int) -> None:
    assert write_units(None, of(size)) == units


def test_an_update_costs_the_larger_of_the_item_before_and_after() -> None:
    assert write_units(of(2500), of(100)) == 3
    assert write_units(of(100), of(2500)) == 3


def test_a_delete_costs_what_stood_there_and_of_nothing_still_one() -> None:
    assert write_units(of(1500), None) == 2
    assert write_units(None, None) == 1


def test_a_refused_write_costs_what_stands() -> None:
    standing = of(2500)

    assert write_units(standing, standing) == 3


def test_in_a_transaction_a_write_costs_double() -> None:
    assert write_units(None, of(1500), in_transaction=True) == 4


def test_what_an_index_follows_a_transaction_with_is_no_part_of_it() -> None:
    pending = an_inbox_item(pending="p1")

    assert write_units(None, pending, indexes=[PENDING], in_transaction=True) == 3


def test_an_index_that_holds_more_than_keys_is_written_where_that_changes() -> None:
    by_state = Index("pending", PENDING.keys, ("state",))
    before = an_inbox_item(pending="p1", state="new")

    assert write_units(before, before | {"state": {"S": "done"}}, indexes=[by_state]) == 2
    assert write_units(before, before | {"topic": {"S": "orders"}}, indexes=[by_state]) == 1


def test_an_item_that_enters_an_index_is_written_twice() -> None:
    pending = an_inbox_item(pending="p1")

    assert write_units(None, pending, indexes=[PENDING]) == 2


def test_an_item_without_the_indexes_key_is_not_in_it() -> None:
    assert write_units(None, an_inbox_item(), indexes=[PENDING]) == 1


def test_an_item_that_leaves_an_index_is_deleted_there() -> None:
    assert write_units(an_inbox_item(pending="p1"), an_inbox_item(), indexes=[PENDING]) == 2


def test_an_item_that_moves_within_an_index_is_deleted_and_written_there() -> None:
    before, after = an_inbox_item(pending="p1"), an_inbox_item(pending="p2")

    assert write_units(before, after, indexes=[PENDING]) == 3


def test_an_index_of_keys_does_not_see_other_fields_change() -> None:
    before = an_inbox_item(pending="p1")

    assert write_units(before, before | {"state": {"S": "done"}}, indexes=[PENDING]) == 1


@pytest.mark.parametrize(
    ("sizes", "units"), [([0], 1), ([4096], 1), ([4097], 2), ([], 1), ([3000, 3000], 2)]
)
def test_a_read_costs_a_unit_for_each_four_kilobytes_begun(sizes: list[int], units: int) -> None:
    assert read_units(sizes) == units


def test_a_read_that_may_be_late_costs_half() -> None:
    assert read_units([100], consistent=False) == 0.5


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    item: dict[str, dict[str, Any]] = {
        "id": {"S": "tëa"},
        "n": {"N": "-1234.5"},
        "zeros": {"N": "1000"},
        "b": {"B": b"12345"},
        "ok": {"BOOL": True},
        "set": {"SS": ["ab", "c"]},
    }

    assert item_bytes(item) == (2 + 4) + (1 + 5) + (5 + 2) + (1 + 5) + (2 + 1) + (3 + 3)


def test_what_is_nested_costs_a_little_more() -> None:
    item: dict[str, dict[str, Any]] = {
        "l": {"L": [{"S": "ab"}, {"S": "c"}]},
        "m": {"M": {"k": {"S": "v"}}},
    }

    assert item_bytes(item) == (1 + 3 + (1 + 2) + (1 + 1)) + (1 + 3 + 1 + (1 + 1))
