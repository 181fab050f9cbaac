"""What a line of the ledger does to an award, in a word."""

from enum import StrEnum


class Effect(StrEnum):
    """What a line does to an award."""

    EARNED = "earned"
    TAKEN_BACK = "taken back"
    GIVEN_BACK = "given back"
    """More had been taken back than is due of it: by now none is."""
    GIVEN_AGAIN = "given again"
    """What had been taken back stands again: a refund or a cancellation counts no more."""
    NOTHING_LEFT = "nothing left"
    """All that is earned was taken back before it was ever posted."""
    RESTATED = "restated"
    """The amount stays, what stands behind it has changed."""
    UNPAID = "unpaid"
