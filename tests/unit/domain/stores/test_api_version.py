from datetime import UTC, date, datetime, timedelta

import pytest

from commissions.domain.stores.api_version import (
    DEPRECATED_MAX,
    SEEN_FOR,
    SeenApiVersion,
    seen_after,
    still_counting,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
END = date(2027, 10, 1)


def seen(answered: str = "2026-10", **deprecated: datetime) -> SeenApiVersion:
    names = {name.replace("__", "."): at for name, at in deprecated.items()}
    return SeenApiVersion(asked="2026-10", answered=answered, ends_on=END, deprecated=names)


@pytest.mark.parametrize(
    ("today", "well"),
    [
        (date(2026, 11, 21), True),
        (date(2027, 7, 2), True),
        (date(2027, 7, 3), False),
        (date(2027, 10, 1), False),
        (date(2028, 1, 1), False),
    ],
)
def test_a_version_rings_ninety_days_before_it_ends(today: date, well: bool) -> None:
    assert seen().is_well(today) is well


@pytest.mark.parametrize(
    ("answered", "another"), [("2026-10", False), ("2027-01", True), ("", False)]
)
def test_an_answer_by_another_version_rings_at_once(answered: str, another: bool) -> None:
    found = seen(answered)

    assert found.is_another is another
    assert found.is_well(date(2026, 11, 21)) is not another


def test_a_version_whose_end_nobody_knows_does_not_ring() -> None:
    assert SeenApiVersion(asked="unstable").is_well(date(2030, 1, 1))


def test_something_deprecated_rings_until_two_days_went_by_without_it() -> None:
    found = seen(Order__fees=NOON)

    assert not still_counting(found, NOON + SEEN_FOR).is_well(date(2026, 11, 21))
    assert still_counting(found, NOON + SEEN_FOR + HOUR).is_well(date(2026, 11, 23))


def test_what_one_poll_did_not_ask_for_is_known_from_the_polls_before() -> None:
    known = seen_after(seen(Order__fees=NOON, Shop__id=NOON), seen(Shop__id=NOON + HOUR))

    assert known.deprecated == {"Shop.id": NOON + HOUR, "Order.fees": NOON}


def test_another_version_is_asked_for_other_things() -> None:
    newer = SeenApiVersion(asked="2027-01", answered="2027-01")

    assert seen_after(seen(Order__fees=NOON), newer) == newer
    assert seen_after(None, newer) == newer


def test_no_more_names_are_kept_than_a_person_reads() -> None:
    many = {f"Order.field{each}": NOON + each * HOUR for each in range(DEPRECATED_MAX + 5)}
    known = seen_after(None, SeenApiVersion(asked="2026-10", deprecated=many))

    assert len(known.deprecated) == DEPRECATED_MAX
    assert f"Order.field{DEPRECATED_MAX + 4}" in known.deprecated
