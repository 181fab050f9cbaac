"""What an order takes of AWS on a chain: its handlers rehearsed, their calls counted and priced."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Any

from tools import stack
from tools.bench.chains import Chain
from tools.bench.prices import Call, Usage, usd_per_million
from tools.bench.rehearsal import Script
from tools.cli.signing import Request

QUIET_BUS = "bench-rehearsal-of"
"""A bus that nobody listens to: what is rehearsed shall not also happen."""
REHEARSALS = 2
WARM, COUNTED, TIMED = 3, 21, 15
"""Orders of each rehearsal. The demo's orders come round again after 21 of them."""
ORDERS = REHEARSALS * (WARM + COUNTED + TIMED)
ACCESS_LOG_BYTES = 220
"""A line of the product's access log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    usage: Usage
    usd: dict[str, float]
    """Per million orders, by what it is paid for, and in all."""
    calls: dict[str, dict[str, float]]
    """By function: CPU and wall time, log."""
    tables: dict[str, dict[str, float]]
    """By function, call and table: units and bytes of an order."""


def costs(both: tuple[Chain, ...], requests: list[Request]) -> list[Cost]:
    """Of each chain; rehearsed in turn, as the machine has slower moments."""
    heard: dict[str, list[Any]] = {chain.name: [] for chain in both}
    for chain in both:
        _make_quiet(chain)
    for number in range(REHEARSALS):
        for chain in both:
            heard[chain.name].append(_rehearsed(chain, requests[number::REHEARSALS]))
    return [_cost(chain, heard[chain.name]) for chain in both]


def _cost(chain: Chain, heard: list[dict[str, Any]]) -> Cost:
    timed = [order for each in heard for order in each["timed"]]
    counted = [order for each in heard for order in each["counted"]]
    by_function = _by_function(turn for order in timed for turn in order)
    calls = {name: _call(turns, chain) for name, turns in by_function.items()}
    billed = _by_table(counted, chain)
    usage = Usage(
        calls=tuple(calls.values()),
        messages=len(chain.steps),
        events=fmean(each["events"] for each in heard),
        write_units=round(sum(each["write_units"] for each in billed.values()), 2),
        read_units=round(sum(each["read_units"] for each in billed.values()), 2),
        access_log_bytes=ACCESS_LOG_BYTES if chain.name == "product" else 0,
    )
    shown = {name: asdict(call) | {"billed_ms": call.billed_ms} for name, call in calls.items()}
    return Cost(usage=usage, usd=usd_per_million(usage), calls=shown, tables=billed)


def _rehearsed(chain: Chain, requests: list[Request]) -> Any:
    script = Script(
        first=chain.first,
        steps=chain.steps,
        streams=chain.streams,
        parts={name: chain.part(name) for name in chain.functions},
        requests=[
            {"path": each.path, "headers": each.headers, "body": each.body.decode()}
            for each in requests
        ],
        warm=WARM,
        counted=COUNTED,
    )
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench.rehearsal"],
        cwd=stack.ROOT,
        env=chain.environment(chain.functions) | {"EVENT_BUS": f"{QUIET_BUS}-{chain.name}"},
        input=json.dumps(asdict(script)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the rehearsal of {chain.name} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def _make_quiet(chain: Chain) -> None:
    """So that no deployed function does what its rehearsal is about to do."""
    chain.engine.client("events").create_event_bus(Name=f"{QUIET_BUS}-{chain.name}")
    functions = chain.engine.client("lambda")
    for name in chain.streams.values():
        physical = chain.stack.resources[name]
        for each in functions.list_event_source_mappings(FunctionName=physical)[
            "EventSourceMappings"
        ]:
            functions.update_event_source_mapping(UUID=each["UUID"], Enabled=False)


def _by_function(turns: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for turn in turns:
        found[turn["part"]].append(turn)
    return found


def _call(turns: list[dict[str, Any]], chain: Chain) -> Call:
    return Call(
        cpu_ms=round(median(turn["cpu_ms"] for turn in turns), 2),
        wall_ms=round(median(turn["wall_ms"] for turn in turns), 2),
        memory_mb=chain.part(turns[0]["part"]).memory_mb,
        log_lines=round(fmean(turn["log_lines"] for turn in turns)),
        log_bytes=round(fmean(turn["log_bytes"] for turn in turns)),
    )


def _by_table(orders: list[list[dict[str, Any]]], chain: Chain) -> dict[str, dict[str, float]]:
    """Of one order, on average."""
    logical = {physical: name for name, physical in chain.stack.resources.items()}
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for order in orders:
        for turn in order:
            for each in turn["billed"]:
                table = logical[each["table"]]
                row = found[f"{turn['part']}: {each['operation']} {table}"]
                row["times"] += 1 / len(orders)
                for what in ("write_units", "read_units", "bytes"):
                    row[what] += each[what] / len(orders)
    return {
        name: {what: round(value, 2) for what, value in row.items()} for name, row in found.items()
    }
