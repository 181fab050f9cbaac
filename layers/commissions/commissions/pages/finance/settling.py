"""What became of payouts, as a bank or a provider says it: read in, shown, and then gone by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commissions.domain.money import Money
from commissions.domain.payouts.payout import Payout
from commissions.pages.finance.batches import PATH
from commissions.pages.frame import Frame, page, sheet
from commissions.pages.member.payouts import TONES, PayoutShown, payout, rate_text

TEMPLATE, ONE = "finance/settle.html", "finance/payout.html"
STATES = ("settled", "failed", "returned")
FIELDS = ("state", "on", "reference", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    payout_id: str
    payee: str
    state: str
    tone: str
    paid: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleView:
    """What a file says, before somebody confirms it."""

    batch_id: str
    told: str
    """What was pasted."""
    lines: Sequence[SettledLine] = ()
    """What would change."""
    contradictions: Sequence[str] = ()
    """What cannot be, in the words of who says so."""
    problems: Sequence[str] = ()
    """Why it cannot be read."""
    sums: Sequence[tuple[str, str, int, Money]] = ()
    """State, tone, how many, and how much."""
    is_read: bool = False
    seen: str = ""
    once: str = ""

    @property
    def path(self) -> str:
        return f"{PATH}/{self.batch_id}/settle"

    @property
    def back(self) -> str:
        return f"{PATH}/{self.batch_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutDesk:
    """A payout as finance has it: beside its sum, what can be said of it now."""

    payee: str
    payout_id: str
    reference: str
    provider_reference: str
    batch_path: str
    path: str
    payee_path: str
    states: Sequence[str]
    """What it can become; none where it waits for nothing."""
    said: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    once: str = ""


def told_line(found: Payout) -> SettledLine:
    return SettledLine(
        payout_id=found.payout_id,
        payee=found.payee,
        state=found.state,
        tone=TONES[found.state],
        paid=Money(found.paid, found.paid_in),
    )


def sums_of(lines: Sequence[SettledLine]) -> list[tuple[str, str, int, Money]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for each in lines:
        key = each.state, each.paid.currency
        people, amount = found.get(key, (0, 0))
        found[key] = people + 1, amount + each.paid.minor
    return [
        (state, TONES[state], people, Money(amount, currency))
        for (state, currency), (people, amount) in sorted(found.items())
    ]


def render(view: SettleView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view)


def render_payout(found: Payout, desk: PayoutDesk, frame: Frame, *, in_sheet: bool) -> str:
    view: PayoutShown = payout(found)
    rate = rate_text(view, frame)
    goes_to = frame.text("batches.goes-to", who=found.payee)
    return (sheet if in_sheet else page)(
        ONE, frame, view=view, rate=rate, desk=desk, goes_to=goes_to
    )
