"""A line of a simulation in a plain sentence."""

from commissions.application.simulation.earning_lines import (
    AT_CLOSE,
    CORRECTION,
    REFUND,
    EarningLine,
)
from tools.cli.formats import amount, percent, points


def sentence(line: EarningLine, currency: str) -> str:
    """Who is paid what, by which bonus, of what; or why not."""
    if line.when == REFUND:
        return f"{_taken(line, currency)}: order {line.of} {line.reason}."
    if line.when == CORRECTION:
        return f"{_taken(line, currency)}: {line.of} changed after its close."
    if not line.amount:
        return _unpaid(line, currency)
    paid = f"{line.member} earns {amount(line.amount, currency)}, {_where(line)}"
    return f"{paid}: {_factors(line, currency)}{_lowered(line, currency)}."


def _taken(line: EarningLine, currency: str) -> str:
    if line.amount > 0:
        return f"{amount(line.amount, currency)} more for {line.member}, {_where(line)}"
    return f"{amount(-line.amount, currency)} are taken back from {line.member}, {_where(line)}"


def _unpaid(line: EarningLine, currency: str) -> str:
    who = f"{line.member} is not paid" if line.member else "Nobody is paid"
    on = f", on {_base(line, currency)}" if line.base else ""
    stood = f"; {amount(line.earned, currency)} were earned" if line.earned > 0 else ""
    return f"{who} {_where(line)}{on}: {line.reason or 'nothing is due'}{stood}."


def _where(line: EarningLine) -> str:
    level = f"{line.bonus} at level {line.level}"
    compressed = f", paid as {line.paid_level}," if line.paid_level != line.level else ""
    of = f" of order {line.of}" if line.when not in {AT_CLOSE, CORRECTION} else _of_source(line)
    return f"{level}{compressed}{of}"


def _of_source(line: EarningLine) -> str:
    return f" of {line.source}" if line.source else ""


def _factors(line: EarningLine, currency: str) -> str:
    rate = f" x {percent(line.rate)}" if _is_decimal(line.rate) else ""
    rank = f" as {line.rank}" if line.rank else ""
    return f"{_base(line, currency)}{rate}{rank}"


def _is_decimal(rate: str) -> bool:
    return bool(rate) and "/" not in rate


def _base(line: EarningLine, currency: str) -> str:
    return points(line.base, line.basis) if line.basis else amount(line.base, currency)


def _lowered(line: EarningLine, currency: str) -> str:
    if line.amount == line.earned:
        return ""
    gone = amount(line.earned - line.amount, currency)
    if line.reason:
        return f"; {gone} of {amount(line.earned, currency)} were cut: {line.reason}"
    return f"; of {amount(line.earned, currency)} {gone} went back with a refund"
