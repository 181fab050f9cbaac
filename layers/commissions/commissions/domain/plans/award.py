"""What a sale earns: a line per bonus and level, paid or not paid with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What one bonus gives one member for one order, before refunds.

    An amount of 0 carries the reason why it is not paid.
    """

    bonus: str
    kind: str
    level: int
    """How far above the buyer or the seller the earner stands."""
    paid_level: int
    """The level whose rate was paid: smaller than `level` where others were compressed."""
    earner: str
    """Empty where a level found nobody."""
    status: str
    rank: str
    basis: str
    """pv, bv, cv or qv."""
    base: int
    """The order's volume in that unit, in hundredths of a point."""
    rate: str
    amount: int
    """Minor units of the plan's base currency."""
    currency: str
    reason: str = ""

    @property
    def key(self) -> str:
        return f"{self.bonus}/{self.level}/{self.earner}"
