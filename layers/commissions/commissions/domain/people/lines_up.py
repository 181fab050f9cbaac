"""Whether somebody stands below somebody else: by the line of each tree, one hop after the other.

What is known of a line may be told ahead by a hint at who stands farther up; a hint only says whom
to read together, and every hop is looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Path = Sequence[str]


@dataclass(frozen=True, slots=True)
class Hop:
    """Who stands directly above somebody (empty at the top, or outside of the tree), and a hint at
    the line from there on."""

    above: str
    hint: Path = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """How far up a line could be followed."""

    found: bool
    wanted: frozenset[str] = frozenset()
    """Whose hops have to be known to go on; of a line that was followed to its end, nobody."""


def look_up(member: str, top: str, known: Mapping[str, Hop | None]) -> Looked:
    """Whether `top` is met above the member. `known`: a hop by member; None of those who are
    nowhere in the tree."""
    seen, last = {member}, member
    while last in known:
        hop = known[last]
        if hop is None or not hop.above or hop.above in seen:
            return Looked(found=False)
        if hop.above == top:
            return Looked(found=True)
        if hop.above not in known:
            return Looked(found=False, wanted=_together(hop, known))
        last = hop.above
        seen.add(last)
    return Looked(found=False, wanted=frozenset({member}))


def _together(hop: Hop, known: Iterable[str]) -> frozenset[str]:
    """The next one, and whom the hint names beyond, where it begins with that one."""
    beyond = hop.hint if hop.hint[:1] == (hop.above,) else ()
    return frozenset({hop.above, *beyond}) - frozenset(known)
