"""What a close would cost: arithmetic over what was measured."""

import pytest

from tools.bench_close.aws_cost import ClosedOnce

SMALL = ClosedOnce(seconds=4.0, rss_mb=600.0, read=[30.0, 15.0], written=[5.0, 10.0, 7.5])


def test_a_small_close_pays_for_the_memory_that_two_cores_come_with() -> None:
    seconds, requests = 4.0 + 67.5 / 75, SMALL.usd["s3_requests"]
    function = 3_538 / 1024 * seconds * 1.66667e-5 + 2e-7

    assert SMALL.lambda_mb == 3_538
    assert requests is not None
    assert SMALL.usd["lambda"] == pytest.approx(function + requests)


def test_files_of_several_parts_take_a_request_a_part_and_two_more() -> None:
    puts, gets = 1 + (2 + 2) + 1, 4 + 2

    assert SMALL.usd["s3_requests"] == pytest.approx(puts * 5e-6 + gets * 4e-7)


def test_a_container_is_paid_for_a_minute_at_least() -> None:
    minute = 60 * (2 * 0.04048 + 4 * 0.004445) / 3600
    requests = SMALL.usd["s3_requests"]

    assert requests is not None
    assert SMALL.usd["fargate"] == pytest.approx(minute + requests)
    assert SMALL.usd["fargate_spot"] == pytest.approx(0.3 * minute + requests)


@pytest.mark.parametrize(("seconds", "rss_mb"), [(901.0, 600.0), (40.0, 8_193.0)])
def test_what_is_too_long_or_too_large_for_a_function_has_no_price_there(
    seconds: float, rss_mb: float
) -> None:
    assert ClosedOnce(seconds, rss_mb, [1.0], [1.0]).usd["lambda"] is None


def test_a_stored_gigabyte_costs_what_it_costs_a_month() -> None:
    assert ClosedOnce(4.0, 600.0, [], [512.0, 512.0]).usd["stored_a_month"] == pytest.approx(0.023)
