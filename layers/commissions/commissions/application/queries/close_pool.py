"""What somebody has of a pool: the points, what one is worth, and what rounding left."""

from dataclasses import dataclass
from fractions import Fraction

from commissions.application.close.run_rows import Row, rows_of
from commissions.application.queries.close_part import RunReader
from commissions.domain.close.exact import rounded
from commissions.domain.close.terms import Part, PlanTerms, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolShare:
    """Money in minor units."""

    size: int
    points: Fraction
    """Of everybody who shares it; 0 of a pool by places."""
    points_again: Fraction
    """Added up over all awards of the pool; of a period that was closed again, as it was kept."""
    own: Fraction
    """The member's points, or the score by which places are given."""
    place: int | None
    """From 1, of a pool by places."""
    has_extra: bool
    """Whether the share has a unit more, of what rounding left."""
    remainder: str
    """Who has that: `largest` remainders, or the `company`."""
    share_again: int


def pool_share(reader: RunReader, bonus: Part, terms: PlanTerms, row: Row) -> PoolShare:
    told = reader.run.told["factors"]["pools"][bonus["id"]]
    shown = reader.run.told["bonuses"][row["bonus"]]
    own, points = Fraction(row["rate"], shown["denominator"]), Fraction(told["points"])
    closed_again = reader.run.told["factors"]["extra"] is not None
    extra = row["member"] in told["extra"]
    place = told["places"].index(row["member"]) + 1 if row["member"] in told["places"] else None
    share = int(told["size"] * own / points) + extra if points else 0
    return PoolShare(
        size=told["size"],
        points=points,
        points_again=_points(reader, row) if points and not closed_again else points,
        own=own,
        place=place,
        has_extra=extra,
        remainder=bonus.get("remainder", "company"),
        share_again=share if place is None else _amount(bonus, terms, place),
    )


def _points(reader: RunReader, row: Row) -> Fraction:
    """Of all who have a share, however small."""
    run = reader.run
    files = ", ".join(f"'{file}'" for file in (run.awards, run.unpaid))
    asked = (
        f"select coalesce(sum(rate), 0) as points from read_parquet([{files}]) "  # noqa: S608
        f"where bonus = {row['bonus']}"
    )
    points = rows_of(reader.database, asked)[0]["points"]
    return Fraction(int(points), run.told["bonuses"][row["bonus"]]["denominator"])


def _amount(bonus: Part, terms: PlanTerms, place: int) -> int:
    exact = Fraction(bonus["amounts"][place - 1]) * terms.minor
    return int(rounded(whole([exact.numerator]), exact.denominator, terms.mode)[0])
