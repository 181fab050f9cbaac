"""What the seats of a binary had at a close, a row a seat: for whoever stores it."""

from dataclasses import dataclass

from commissions.domain.close.exact import Mask, Places


@dataclass(frozen=True, slots=True, kw_only=True)
class LegColumns:
    """Volumes in hundredths of a point, money in minor units; by side the left one first."""

    tree: str
    member: Places
    """The place of each seat's member."""
    brought: Places
    """By side and seat, what was open as the period began."""
    came: Places
    """What came in within the period."""
    open: Places
    """What was open when matching began: after returns, expiry and the cap of a leg."""
    taken: Places
    """What matching took."""
    after: Places
    """What the seat takes along."""
    matched: Places
    """By seat, the volume of the weaker side that was paid for, or the number of pairs."""
    first: Mask
    """Whether the first pair of the position is among them."""
    raw: Places
    """Before any cap."""
    paid: Places
    """After the caps of the binary."""
