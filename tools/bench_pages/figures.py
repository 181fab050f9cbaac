"""The figures of a run: for machines an object, for people a table against what is aimed at."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from rich.table import Table

from tools.bench.report import Aim
from tools.bench_pages.beside import Looked, Pair
from tools.bench_pages.painted import Painted
from tools.cli import output
from tools.demo.measured import latency

AIMS = (
    Aim("emit_beside_over_alone", 1.05),
    Aim("html_kb", 15),
    Aim("first_visit_kb", 100),
    Aim("layout_shift_max", 0.05),
    Aim("lcp_over_empty", 1.5),
)
KB = 1000


def figures(pairs: Sequence[Pair], looked: Looked, painted: Painted) -> dict[str, Any]:
    alone = [each for pair in pairs for each in pair.alone.emit]
    beside = [each for pair in pairs for each in pair.beside.emit]
    polls = latency(looked.seconds)
    return {
        "emit_alone_p50_ms": latency(alone).p50_ms,
        "emit_beside_p50_ms": latency(beside).p50_ms,
        "emit_beside_over_alone": _middle(pair.emit_ratio for pair in pairs),
        "webhook_beside_over_alone": _middle(pair.webhook_ratio for pair in pairs),
        "emit_ratios": [round(pair.emit_ratio, 3) for pair in pairs],
        "polls": polls.count,
        "poll_p50_ms": polls.p50_ms,
        "poll_p99_ms": polls.p99_ms,
        "poll_statuses": dict(looked.statuses),
        "lcp_p50_ms": _middle(load.lcp_ms for load in painted.page),
        "lcp_empty_p50_ms": _middle(load.lcp_ms for load in painted.empty),
        "lcp_over_empty": round(painted.lcp_ratio, 3),
        "html_kb": max(load.html_bytes for load in painted.page) / KB,
        "first_visit_kb": max(load.all_bytes for load in painted.page) / KB,
        "layout_shift_max": max(load.layout_shift for load in painted.page),
    }


def missed(found: Mapping[str, Any]) -> list[str]:
    return [aim.figure for aim in AIMS if not aim.is_met(found[aim.figure])]


def screen(found: Mapping[str, Any]) -> Table:
    grid = output.table("figure", ">measured", ">aim", "")
    aims = {aim.figure: aim for aim in AIMS}
    for name, value in found.items():
        if isinstance(value, dict | list):
            continue
        aim = aims.get(name)
        limit = f"<= {aim.limit:g}" if aim else ""
        grid.add_row(name, f"{value:g}", limit, "missed" if aim and not aim.is_met(value) else "")
    return grid


def _middle(values: Iterable[float]) -> float:
    return round(median(values), 3)
