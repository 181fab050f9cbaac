import pytest

from tools.bench_close.growth import exponent
from tools.bench_close.sizes import NoSize, sizes


def test_usually_two_sizes_are_measured() -> None:
    assert sizes("") == [100_000, 1_000_000]


def test_the_big_one_brings_the_smaller_ones_along() -> None:
    assert sizes("10m") == [100_000, 1_000_000, 10_000_000]


def test_sizes_that_are_listed_are_measured_alone() -> None:
    assert sizes("5000, 10k") == [5_000, 10_000]


@pytest.mark.parametrize("text", ["large", "0", "1g", "-5", "1m,,"])
def test_what_is_no_number_of_members_is_refused(text: str) -> None:
    with pytest.raises(NoSize, match="is no number of members; write 100k, 1m or 10m"):
        sizes(text)


def test_ten_times_the_members_in_ten_times_the_time_is_an_exponent_of_one() -> None:
    assert exponent([(100_000, 0.2), (1_000_000, 2.0)]) == pytest.approx(1.0)


def test_growth_is_measured_from_the_smallest_to_the_largest() -> None:
    assert exponent([(10_000, 100.0), (100, 1.0), (1_000, 5.0)]) == pytest.approx(1.0)


def test_one_size_says_nothing_about_growth() -> None:
    assert exponent([(100, 1.0)]) is None
