"""Why a line pays nothing, or nothing any more: the closed list of reasons.

Journals say it in a sentence, written once and for good. Some of these sentences name other people
or other orders, so whoever shows a line to a member shows the reason of this list, and never the
sentence.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class WhyNot(StrEnum):
    """The reasons, as their messages are called."""

    INACTIVE = "inactive"
    RANK = "rank"
    """The rank is not paid this level, or not this bonus."""
    TOO_FEW_LEGS = "too-few-legs"
    OWN_PURCHASE = "own-purchase"
    NO_VOLUME = "no-volume"
    """Nothing in the order counts for this bonus, as a kit does not."""
    NOT_NEW = "not-new"
    """The order is none of a new distributor's first days."""
    INSTEAD = "instead"
    """Another bonus is paid of the order in its place."""
    TOO_SMALL = "too-small"
    SMALL_ORDER = "small-order"
    CAP = "cap"
    NOTHING_MATCHED = "nothing-matched"
    PAID_BELOW = "paid-below"
    """Others in between were paid it already."""
    NOBODY_LEFT = "nobody-left"
    NOBODYS = "nobodys"
    """Nobody referred the order."""
    ANOTHERS = "anothers"
    """The sale is somebody else's."""
    ELSEWHERE = "elsewhere"
    """It earns in another order, of which this one is a part."""
    NOT_PAID_FOR = "not-paid-for"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    CHARGED_BACK = "charged-back"
    CHANGED = "changed"
    CORRECTED = "corrected"
    """A closed period came to another amount, with what was told since."""
    OTHER = "other"
    """None of these: a sentence that nobody of today writes."""


TAKEN_BACK = frozenset(
    {
        WhyNot.REFUNDED,
        WhyNot.CANCELLED,
        WhyNot.CHARGED_BACK,
        WhyNot.CHANGED,
        WhyNot.ANOTHERS,
        WhyNot.ELSEWHERE,
        WhyNot.NOT_PAID_FOR,
        WhyNot.CORRECTED,
    }
)
"""What can undo an award that was earned."""

_OWN = "own purchase of a member "
_BY_RANK = r"(rank \S+|without a rank) as of the sale does not qualify"
_SENTENCES: Sequence[tuple[str, WhyNot]] = (
    (r"own purchase: no customer", WhyNot.OWN_PURCHASE),
    (rf"{_BY_RANK}( and {_BY_RANK})*", WhyNot.RANK),
    (r".+ as of the sale( does not qualify)?", WhyNot.INACTIVE),
    (r"does not qualify in this period", WhyNot.INACTIVE),
    (r"without a rank, level \d+ is not paid", WhyNot.RANK),
    (r"rank .+ is (paid no level|(paid to|not paid) level \d+)", WhyNot.RANK),
    (r"the rank of the period is .+", WhyNot.RANK),
    (r"has too few active legs for this level", WhyNot.TOO_FEW_LEGS),
    (r"has too few leaders' groups directly below", WhyNot.TOO_FEW_LEGS),
    (r"no [pbcq]v in this order of a .+ buyer", WhyNot.NO_VOLUME),
    (r"bought by a .+ buyer: no new distributor", WhyNot.NOT_NEW),
    (r"no member is known as its buyer", WhyNot.NOT_NEW),
    (r"who stands above .+ is not known with an order of .*", WhyNot.NOT_NEW),
    (r"it is not known when the buyer enrolled", WhyNot.NOT_NEW),
    (r"the buyer enrolled on .+", WhyNot.NOT_NEW),
    (r"\S+ is paid instead", WhyNot.INSTEAD),
    (r"less than the smallest unit", WhyNot.TOO_SMALL),
    (r"the order is too small for a fixed amount", WhyNot.SMALL_ORDER),
    (r"the cap of .+ was reached", WhyNot.CAP),
    (r"the legs match nothing", WhyNot.NOTHING_MATCHED),
    (r"the group ended at a leader below", WhyNot.PAID_BELOW),
    (r"stands within the levels that are paid already", WhyNot.PAID_BELOW),
    (r"another infinity stands between", WhyNot.PAID_BELOW),
    (r"as much was paid below already", WhyNot.PAID_BELOW),
    (r"nobody is left( for levels? .+)?", WhyNot.NOBODY_LEFT),
    (r"\d+ more stand above here who are not paid either", WhyNot.NOBODY_LEFT),
    (r"nobody referred this order|nothing says whose it is", WhyNot.NOBODYS),
    (r"the sale is another's", WhyNot.ANOTHERS),
    (r"part of order .+, which earned|it may be a copy of order .+", WhyNot.ELSEWHERE),
    (r"the order is not paid|nothing was looked up for it in .+", WhyNot.NOT_PAID_FOR),
    (r"(refunded; )?charged back: .+|(refunded; )?dispute .+", WhyNot.CHARGED_BACK),
    (r"refunded in full", WhyNot.REFUNDED),
    (r"the order was cancelled", WhyNot.CANCELLED),
    (r"the order was changed|is not due any more", WhyNot.CHANGED),
    (r"came of the period after its close", WhyNot.CORRECTED),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), why) for pattern, why in _SENTENCES)


def why_not(sentence: str) -> WhyNot | None:
    """What a line's reason is, of the closed list; None of a line without one."""
    if not sentence:
        return None
    said = sentence.removeprefix(_OWN)
    return next((why for pattern, why in _PATTERNS if pattern.fullmatch(said)), WhyNot.OTHER)
