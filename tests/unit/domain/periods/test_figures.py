from fractions import Fraction
from typing import Any

from commissions.domain.periods.figures import figures_kept, kept_figures, run_figures


def a_summary(**told: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "currency": "USD",
        "paid": 900,
        "people": 2,
        "active": 3,
        "orders": 4,
        "bonuses": {"levels": 700, "match": 300},
        "corrections": {"hyb/month/2026-08": -100},
        "unpaid": {"nobody is left": 4},
        "volumes": {"cv": 50_00, "pv": 10_00},
        "company_cap": {"limit": 2500, "raw": 1200, "of": "cv", "max_pct": "0.5"},
        "most": [["ann", 900]],
        "inputs": "i",
    }
    return given | told


def test_what_bonuses_pay_of_a_volume_leaves_corrections_out() -> None:
    found = run_figures(1, "r", a_summary())

    assert (found.paid, found.earned, found.cut) == (900, 1000, 200)
    assert found.volume == 50_00
    assert found.share == Fraction(1, 5)  # 10.00 USD of 50 points


def test_a_currency_without_decimals_is_worth_a_point_too() -> None:
    found = run_figures(1, "r", a_summary(currency="JPY", bonuses={"levels": 10}))

    assert found.share == Fraction(1, 5)  # 10 JPY of 50 points


def test_what_the_cap_allowed_and_nobody_earned_is_never_below_nothing() -> None:
    assert run_figures(1, "r", a_summary()).breakage == 1500
    over = a_summary(company_cap={"limit": 0, "raw": 1000, "of": "cv", "max_pct": "0.5"})
    assert run_figures(1, "r", over).breakage == 0


def test_of_no_volume_there_is_no_share() -> None:
    assert run_figures(1, "r", a_summary(volumes={})).share is None
    assert run_figures(1, "r", a_summary(volumes={"cv": 0})).share is None


def test_a_run_of_an_earlier_release_has_what_it_kept() -> None:
    told = a_summary(company_cap={"limit": 2500, "raw": 1200})
    del told["inputs"]

    found = run_figures(1, "r", told)

    assert (found.inputs, found.cap, found.volume, found.share) == ("", None, None, None)


def test_what_is_kept_of_a_run_is_what_the_next_one_is_compared_with() -> None:
    kept = kept_figures(3, "r", a_summary())

    assert figures_kept(kept) == run_figures(3, "r", a_summary())
    assert "most" not in kept["summary"]
    assert figures_kept({}) is None
