"""What a stored close leaves of what ties all its awards together: for what comes late."""

from collections.abc import Iterator
from fractions import Fraction

from commissions.application.close.run_rows import rows_of
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.facts import AwardKey, CloseFactors, PoolShares
from commissions.warehouse import parquet


def stored_factors(run: StoredRun) -> CloseFactors:
    """As the close told them. Who has a unit more of what the company's cap left is in the awards
    themselves, but where an earlier close said it."""
    told = run.told["factors"]
    kept = told["extra"]
    extra = (tuple(each) for each in kept) if kept is not None else _extra(run)
    return CloseFactors(
        company={bonus: (limit, total) for bonus, (limit, total) in told["company"].items()},
        extra=frozenset(extra),
        pools={
            bonus: PoolShares(
                size=each["size"],
                points=Fraction(each["points"]),
                extra=frozenset(each["extra"]),
                places=tuple(each["places"]),
            )
            for bonus, each in told["pools"].items()
        },
    )


def _extra(run: StoredRun) -> Iterator[AwardKey]:
    """Awards that were paid a unit more than their share rounded down."""
    cut = {
        place: tuple(run.told["factors"]["company"][bonus])
        for place, bonus in enumerate(run.bonuses)
    }
    with parquet.connection() as database:
        for place, (limit, total) in cut.items():
            if limit < total:
                asked = (
                    "select member, level, source "  # noqa: S608 - our own path and numbers
                    f"from read_parquet('{run.awards}') where bonus = {place} and capped > 0 "
                    f"and amount > capped::hugeint * {limit} // {total}"
                )
                for row in rows_of(database, asked):
                    yield row["member"], run.bonuses[place], row["level"], row["source"]
