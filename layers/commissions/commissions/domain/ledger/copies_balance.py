"""What came back of an order and of its copies, each thing once.

Some plug-ins book a refund on a vendor's sub-order alone, some on the parent alone, and some mirror
it. So of each line the greater of both counts, never the sum; and money that names nothing in the
order's own refunds is first that of what came back by its copies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.ledger.components import Components
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.unpaid import Amounts


@dataclass(frozen=True, slots=True)
class BackOfCopied:
    """In minor units, gross, of the lines that copies stand for."""

    here: Fraction
    """By the order's own records."""
    by_copies: Fraction
    differ: bool
    """Whether both tell of something, and not of as much."""


@dataclass(frozen=True, slots=True)
class WithCopies:
    kept: Amounts
    """Per component what is kept, of a line the least that either side says."""
    goodwill: Fraction
    """What of the order's own money that names nothing is left to lie on everything."""
    back: BackOfCopied | None = None
    """None of an order of which nothing came back by copies."""


def with_copies(
    parts: Components,
    kept: Amounts,
    goodwill: Fraction,
    shares: Mapping[str, Fraction],
    *,
    lost: Fraction,
) -> WithCopies:
    """`shares`: of lines, what came back by copies. `lost`: what of the goodwill disputes took; the
    buyer's bank refunds nothing that a vendor did."""
    left = {
        name: line.gross * (WHOLE - shares[name])
        for name, line in parts.lines.items()
        if name in shares and line.gross > 0
    }
    if not left:
        return WithCopies(kept, goodwill)
    beyond = {name: max(NOTHING, kept[name] - most) for name, most in left.items()}
    more, unnamed = sum(beyond.values(), NOTHING), max(NOTHING, goodwill - lost)
    of_copies = {name: parts.lines[name].gross - most for name, most in left.items()}
    here = {name: parts.lines[name].gross - kept[name] for name in left}
    differ = _differ(unnamed, more, parts) or any(
        _differ(here[name], of_copies[name], parts) for name in left
    )
    return WithCopies(
        {name: each - beyond.get(name, NOTHING) for name, each in kept.items()},
        goodwill - min(unnamed, more),
        BackOfCopied(
            sum(here.values(), NOTHING) + unnamed, sum(of_copies.values(), NOTHING), differ
        ),
    )


def _differ(here: Fraction, by_copies: Fraction, parts: Components) -> bool:
    """Where only one side tells of anything, that is how the plug-in does it."""
    return min(here, by_copies) > 0 and abs(here - by_copies) > parts.rounding + 1
