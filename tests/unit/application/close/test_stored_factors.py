"""What ties the awards of a close together is read from its files as the close told it."""

from pathlib import Path

from commissions.application.close.stored_factors import stored_factors
from tests.support.stored_runs import a_company_with_too_little, stored


def test_factors_are_read_as_the_close_told_them(tmp_path: Path) -> None:
    units = pools = 0
    for seed in range(25):
        close = stored(tmp_path / str(seed), *a_company_with_too_little(seed))
        factors = stored_factors(close.run)

        assert factors == close.told.factors, f"seed {seed}"
        units += len(factors.extra)
        pools += len(factors.pools)

    assert units > 10
    assert pools > 1
