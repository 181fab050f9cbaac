"""The figures of a run: for machines an object, for people a table against what is aimed at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from tools.bench_close.growth import exponent
from tools.cli import output


@dataclass(frozen=True, slots=True)
class Aim:
    figure: str
    limit: float
    at_most: bool = True

    def is_met(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit


AIMS: Mapping[int, Sequence[Aim]] = {
    1_000_000: (Aim("seconds", 4), Aim("rss_mb", 1_500)),
    10_000_000: (Aim("seconds", 60), Aim("rss_mb", 8_000)),
}
"""By members."""
ALWAYS = (
    Aim("over_sql", 20, at_most=False),
    Aim("over_sql_with_order", 5, at_most=False),
    Aim("explain_ms", 50),
    Aim("exponent", 1.15),
)
ALWAYS_FROM = 1_000_000
"""Below that a company is too small for ratios to say anything: SQL and NumPy only start up."""


def figures(by_size: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Those of the largest company, and the growth up to it; each size's own under `sizes`."""
    by_size = [_short(each) for each in by_size]
    largest = max(by_size, key=_members)
    grown = exponent([(each["members"], each["seconds"]) for each in by_size])
    return {
        **largest,
        "exponent": None if grown is None else round(grown, 3),
        "sizes": by_size,
    }


def _members(size: Mapping[str, Any]) -> int:
    return int(size["members"])


def missed(found: Mapping[str, Any]) -> list[str]:
    """The aims of the largest company that were not reached."""
    return [
        aim.figure
        for aim in aims(found["members"])
        if found.get(aim.figure) is not None and not aim.is_met(found[aim.figure])
    ]


def aims(members: int) -> list[Aim]:
    always = ALWAYS if members >= ALWAYS_FROM else ()
    return [*AIMS.get(members, ()), *always]


def screen(found: Mapping[str, Any]) -> Table:
    """A column for each size; the aims are those of the largest."""
    sizes = found["sizes"]
    grid = output.table("figure", *(f">{each['members']:,}" for each in sizes), ">aim", "")
    wanted = {aim.figure: aim for aim in aims(found["members"])}
    late = missed(found)
    for name in _names(found):
        aim = wanted.get(name)
        shown = [_text(_of(each, name)) for each in sizes]
        if name == "exponent":
            shown[-1] = _text(found[name])
        limit = f"{'<=' if aim.at_most else '>='} {aim.limit:g}" if aim else ""
        grid.add_row(name, *shown, limit, "missed" if name in late else "")
    return grid


def _names(found: Mapping[str, Any], before: str = "") -> list[str]:
    """Of what is a number; nested ones by their path: `seconds_by_step.levels`."""
    names: list[str] = []
    for name, value in found.items():
        if isinstance(value, Mapping):
            names += _names(value, f"{before}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            names.append(before + name)
    return names


def _of(size: Mapping[str, Any], name: str) -> Any:
    head, _, rest = name.partition(".")
    return _of(size.get(head, {}), rest) if rest else size.get(head)


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:,.3f}".rstrip("0").rstrip(".")


def _short(value: Any) -> Any:
    """With four digits, which is more than any of them is worth."""
    match value:
        case float():
            return float(f"{value:.4g}")
        case Mapping():
            return {name: _short(each) for name, each in value.items()}
        case _:
            return value
