"""A simulation for machines: amounts as text in whole units, volumes as text in points."""

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from commissions.application.simulation.closing_chain import SimulatedClose
from commissions.application.simulation.comparing import Comparison, compared
from commissions.application.simulation.earning_lines import EarningLine
from commissions.application.simulation.outcome import MemberTotal, PayoutRow, Simulation
from tools.cli.formats import amount, points
from tools.cli.simulated_lines import sentence


def answer(outcome: Simulation, other: Simulation | None, member: str) -> dict[str, Any]:
    """With another plan its simulation too, and what differs. `member`: only their lines."""
    told = _simulation(outcome, member)
    if other is None:
        return told
    currency = outcome.currency
    return told | {
        "against": _simulation(other, member),
        "difference": _difference(compared(outcome, other), currency, member),
    }


def _simulation(outcome: Simulation, member: str) -> dict[str, Any]:
    currency = outcome.currency
    return {
        "plan": {"id": outcome.plan_id, "version": outcome.version},
        "currency": currency,
        "volume": outcome.volume_unit,
        "cap_percent": _percent(outcome.cap),
        "paid": _money(outcome.paid, currency),
        "periods": [_row(each, currency) for each in outcome.rows],
        "members": [
            _member(each, currency) for each in outcome.members if member in {"", each.member}
        ],
        "top": [
            {
                "percent": each.percent,
                "members": each.members,
                "earned": _money(each.earned, currency),
                "share_percent": _percent(each.share),
            }
            for each in outcome.top
        ],
        "unpaid": [
            asdict(each)
            | {"base": _base(each.base, each.basis, currency), "lost": _money(each.lost, currency)}
            for each in outcome.unpaid
        ],
        "lines": [_line(each, currency) for each in outcome.lines if member in {"", each.member}],
        "closes": [_close(each, currency, member) for each in outcome.closes],
        "notes": list(outcome.notes),
    }


def _row(row: PayoutRow, currency: str) -> dict[str, Any]:
    return {
        "period": row.period,
        "orders": row.orders,
        "sold": _points(row.sold),
        "given_back": _points(row.given_back),
        "volume": _points(row.volume),
        "with_orders": _money(row.with_orders, currency),
        "taken_back": _money(row.taken_back, currency),
        "at_close": _money(row.at_close, currency),
        "corrections": _money(row.corrections, currency),
        "paid": _money(row.paid, currency),
        "payout_percent": _percent(row.share),
        "by_bonus": _by_bonus(row.by_bonus, currency),
        "cut_by_company": row.cut_by_company,
    }


def _member(total: MemberTotal, currency: str) -> dict[str, Any]:
    return {
        "member": total.member,
        "kind": total.kind,
        "earned": _money(total.earned, currency),
        "by_bonus": _by_bonus(total.by_bonus, currency),
        "active": total.active,
        "rank": total.rank,
        "title": total.title,
    }


def _line(line: EarningLine, currency: str) -> dict[str, Any]:
    return asdict(line) | {
        "base": _base(line.base, line.basis, currency),
        "earned": _money(line.earned, currency),
        "amount": _money(line.amount, currency),
        "explanation": sentence(line, currency),
    }


def _close(close: SimulatedClose, currency: str, member: str) -> dict[str, Any]:
    cap = close.result.company
    return {
        "period": close.span.label,
        "every": close.span.every,
        "starts": close.span.starts.isoformat(),
        "ends": close.span.ends.isoformat(),
        "company_limit": _money(cap.limit, currency) if cap else None,
        "uncut": _money(cap.raw, currency) if cap else None,
        "members": [
            asdict(each)
            for name, each in sorted(close.result.members.items())
            if member in {"", name}
        ],
        "legs": [
            {
                "tree": each.tree,
                "member": each.member,
                "left": _points(each.left),
                "right": _points(each.right),
                "matched": each.matched,
                "left_after": _points(each.after.open("L")),
                "right_after": _points(each.after.open("R")),
            }
            for (_, name), each in sorted(close.result.legs.items())
            if member in {"", name}
        ],
    }


def _difference(found: Comparison, currency: str, member: str) -> dict[str, Any]:
    return {
        "winners": len(found.winners),
        "losers": len(found.losers),
        "same": found.same,
        "by_bonus": {
            bonus: {"before": _money(one, currency), "after": _money(other, currency)}
            for bonus, (one, other) in found.by_bonus.items()
        },
        "members": [
            {
                "member": each.member,
                "before": _money(each.before, currency),
                "after": _money(each.after, currency),
                "change": _money(each.change, currency),
                "by_bonus": _by_bonus(each.by_bonus, currency),
            }
            for each in found.members
            if member in {"", each.member}
        ],
    }


def _by_bonus(sums: Mapping[str, int], currency: str) -> dict[str, str]:
    return {bonus: _money(each, currency) for bonus, each in sums.items()}


def _money(minor: int, currency: str) -> str:
    return amount(minor, currency).split()[0]


def _points(volume: int) -> str:
    return points(volume, "").split()[0]


def _base(base: int, basis: str, currency: str) -> str:
    return _points(base) if basis else _money(base, currency)


def _percent(share: Fraction | None) -> str | None:
    """With two decimals, half to even."""
    return None if share is None else _points(round(share * 10_000))
