"""How an estimate of a period looks: marked as one, as of a moment, wherever it is shown."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.queries.close_judged import CountedFigure
from commissions.application.queries.estimates import MemberEstimate
from tools.cli import close_standing_wording, formats, output, period_view

if TYPE_CHECKING:
    from commissions.application.close.estimating import Estimate
    from commissions.application.queries.close_binary import LegFigures


def answer(estimate: "Estimate", member: MemberEstimate | None) -> dict[str, Any]:
    """For machines: money in minor units, volumes in hundredths of a point."""
    told: dict[str, Any] = {
        name: estimate.told[name] for name in ("estimate", "period", "as_of", "starts", "ends")
    }
    if member is None:
        return told | dict(estimate.told["summary"])
    standing = member.standing
    return told | {
        "member": member.member,
        "amount": member.amount,
        "currency": member.currency,
        "lines": [asdict(each) for each in member.lines],
        "active": standing.is_active,
        "rank": standing.rank,
        "next_rank": standing.next_rank,
        "missing": [asdict(each) for each in member.missing],
        "any_is_enough": standing.next.either,
        "legs": [asdict(each) for each in member.legs],
        "leg_cap": member.leg_cap,
        "binaries": [asdict(each) for each in member.binaries],
    }


def view(estimate: "Estimate", member: MemberEstimate | None) -> RenderableType:
    shown = _of_member(member) if member else _of_all(estimate)
    return Group(_marked(estimate), *shown)


def _marked(estimate: "Estimate") -> Text:
    return Text.assemble(
        ("ESTIMATE", "bold yellow"),
        f" of {estimate.told['period']} as of {formats.moment(estimate.as_of)} UTC: what it would "
        "come to if it ended then. Nothing of it is owed, or posted.",
    )


def _of_all(estimate: "Estimate") -> Iterator[RenderableType]:
    told = estimate.told["summary"]
    people = formats.count(int(told["people"]), "distributor")
    paid = formats.amount(int(told["paid"]), told["currency"])
    yield Text.assemble("estimated: ", (paid, "bold"), f" to {people}")
    yield from period_view.sums(told)


def _of_member(member: MemberEstimate) -> Iterator[RenderableType]:
    amount = formats.amount(member.amount, member.currency)
    yield Text.assemble((member.member, "bold"), ", estimated: ", (amount, "bold"))
    yield _lines(member)
    standing = member.standing
    state = "active" if standing.is_active else "not active"
    yield Text(
        f"so far {state}, {f'paid as {standing.rank}' if standing.rank else 'without a rank'}"
    )
    yield from _next(member)
    if member.legs:
        yield _legs(member)
    for each in member.binaries:
        yield Text(
            f"{each.bonus}: {_side('left', each.legs.left)}; {_side('right', each.legs.right)}"
        )


def _lines(member: MemberEstimate) -> RenderableType:
    grid = output.table("bonus", ">level", ">on", ">estimated", "not paid because")
    for line in member.lines:
        base = formats.points(line.base, line.basis) if line.basis else ""
        amount = formats.amount(line.amount, member.currency)
        grid.add_row(line.bonus, str(line.level or ""), base, amount, line.reason)
    return grid if member.lines else Text("No bonus would give anything yet.")


def _next(member: MemberEstimate) -> Iterator[Text]:
    name = member.standing.next_rank
    if name and member.missing:
        joined = " or " if member.standing.next.either else "; "
        missing = joined.join(map(_lacks, member.missing))
        yield Text(f"missing for {name}: {missing}", "cyan")


def _lacks(each: CountedFigure) -> str:
    return close_standing_wording.counted(each)


def _legs(member: MemberEstimate) -> RenderableType:
    grid = output.table("leg", ">group volume", f">counts for {member.standing.next_rank or 'it'}")
    for each in member.legs:
        grid.add_row(each.head, _points(each.volume), _points(each.counted))
    return grid


def _side(name: str, legs: "LegFigures") -> str:
    return (
        f"{name} {_points(legs.brought)} carried in, {_points(legs.came)} came, "
        f"{_points(legs.open)} open, {_points(legs.taken)} matched, "
        f"{_points(legs.after)} would stay"
    )


def _points(hundredths: int) -> str:
    return formats.points(hundredths, "").strip()
