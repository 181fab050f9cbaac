import pytest

from tools.bench.prices import Call, Usage, usd_per_million

CALL = Call(cpu_ms=5, wall_ms=15, memory_mb=1769, log_lines=1, log_bytes=1000)
NOTHING = Usage(calls=(), messages=0, events=0, write_units=0, read_units=0, http_requests=0)


def usage(**amounts: float) -> Usage:
    return Usage(**{"calls": (), "http_requests": 0, **_EMPTY, **amounts})  # type: ignore[arg-type]


_EMPTY = {"messages": 0, "events": 0, "write_units": 0, "read_units": 0}


def test_with_all_of_a_core_a_call_is_billed_as_long_as_it_took_here() -> None:
    assert CALL.billed_ms == 15


def test_with_half_a_core_its_computing_takes_twice_as_long_and_its_waiting_does_not() -> None:
    call = Call(cpu_ms=5, wall_ms=15, memory_mb=885, log_lines=0, log_bytes=0)

    assert call.billed_ms == 20


@pytest.mark.parametrize(
    ("amounts", "usd"),
    [
        ({"write_units": 28}, 17.50),
        ({"read_units": 8}, 1.00),
        ({"events": 4}, 4.00),
        ({"http_requests": 1}, 1.00),
        ({"messages": 3}, 3.60),
        ({"access_log_bytes": 2**30 // 1_000_000 + 1}, 0.50),
    ],
)
def test_a_million_orders_cost_the_list_price_of_what_they_take(
    amounts: dict[str, float], usd: float
) -> None:
    assert usd_per_million(usage(**amounts))["all"] == usd


def test_a_call_costs_itself_its_time_and_its_log() -> None:
    cost = usd_per_million(Usage(calls=(CALL,), http_requests=0, **_EMPTY))

    # 15 ms of 1769 MB; and 1000 bytes with the 26 that every line is charged.
    assert cost["invocations"] == 0.20
    assert cost["gb_seconds"] == round(0.015 * 1769 / 1024 * 16.6667, 2)
    assert cost["log_bytes"] == round(1026 * 1_000_000 / 2**30 * 0.5, 2)


def test_what_takes_nothing_costs_nothing() -> None:
    assert usd_per_million(NOTHING)["all"] == 0
