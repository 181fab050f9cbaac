from typing import Any

from tools.bench_close.figures import figures, missed, screen


def a_size(members: int, **others: Any) -> dict[str, Any]:
    usual = {"seconds": 2.0, "rss_mb": 700.0, "over_sql": 25.0, "over_sql_with_order": 6.0}
    return {"members": members, **usual, "explain_ms": 12.0, **others}


SMALL = a_size(100_000, seconds=0.2)


def test_the_figures_are_those_of_the_largest_company() -> None:
    found = figures([a_size(1_000_000, seconds=3.0), SMALL])

    assert found["members"] == 1_000_000
    assert found["seconds"] == 3.0
    assert [each["members"] for each in found["sizes"]] == [1_000_000, 100_000]


def test_growth_is_part_of_them() -> None:
    assert figures([SMALL, a_size(1_000_000, seconds=2.0)])["exponent"] == 1.0


def test_a_figure_has_four_digits() -> None:
    found = figures([a_size(100_000, seconds=0.123456, seconds_by_step={"lines": 12.34567})])

    assert found["seconds"] == 0.1235
    assert found["seconds_by_step"] == {"lines": 12.35}


def test_nothing_is_missed_within_every_aim() -> None:
    assert missed(figures([SMALL, a_size(1_000_000)])) == []


def test_what_is_slower_than_its_aim_is_missed() -> None:
    found = figures([SMALL, a_size(1_000_000, seconds=4.5, over_sql=19.0)])

    assert missed(found) == ["seconds", "over_sql", "exponent"]


def test_more_memory_is_granted_to_the_big_one() -> None:
    assert missed(figures([a_size(10_000_000, seconds=59.0, rss_mb=7_900.0)])) == []


def test_a_small_company_has_no_aims() -> None:
    assert missed(figures([a_size(100_000, over_sql=1.0)])) == []


def test_the_table_has_a_column_for_each_size() -> None:
    grid = screen(figures([SMALL, a_size(1_000_000)]))

    assert [str(column.header) for column in grid.columns] == [
        "figure",
        "100,000",
        "1,000,000",
        "aim",
        "",
    ]
