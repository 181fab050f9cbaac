"""Why a batch pays somebody nothing, as one of a closed list: what pages and sums go by.

The sentence that goes with it has figures and names; a batch keeps it with how many people there
are, and so does what is counted of payables.
"""

from collections import Counter
from collections.abc import Mapping

PAYABLE = ""
"""Nothing stands in the way: the next batch pays it."""
ON_HOLD, BELOW_MINIMUM, NO_METHOD, WITHHELD = "on-hold", "below-minimum", "no-method", "withheld"
NEGATIVE, TERMINATED, NO_RATE, FEES = "negative", "terminated", "no-rate", "fees"
NOTHING, OTHER = "nothing", "other"
_BEGINS = (
    ("held until", ON_HOLD),
    ("held", WITHHELD),
    ("below the minimum", BELOW_MINIMUM),
    ("no payee details", NO_METHOD),
    ("owes", NEGATIVE),
    ("the member is terminated", TERMINATED),
    ("no rate", NO_RATE),
    ("fee and deductions", FEES),
    ("nothing is unpaid", NOTHING),
)
LEFT_OUT = (
    BELOW_MINIMUM,
    NO_METHOD,
    WITHHELD,
    NEGATIVE,
    ON_HOLD,
    TERMINATED,
    NO_RATE,
    FEES,
    NOTHING,
    OTHER,
)
"""In the order in which they are told."""


def left_out_by(why: str) -> str:
    """Which of them a sentence is; PAYABLE of an empty one, OTHER of one of another release."""
    if not why:
        return PAYABLE
    return next((reason for begins, reason in _BEGINS if why.startswith(begins)), OTHER)


def left_out(carried: Mapping[str, int]) -> dict[str, int]:
    """By reason how many people, of what a batch keeps by sentence."""
    sums: Counter[str] = Counter()
    for why, people in carried.items():
        sums[left_out_by(why)] += people
    return {reason: sums[reason] for reason in LEFT_OUT if sums[reason]}
