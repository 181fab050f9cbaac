"""Which lines of an order stand for bundles, as stores tell it that have a line for each bundle."""

from collections.abc import Iterable, Mapping


def inside(named: Mapping[str, str], lines: Iterable[str]) -> dict[str, str]:
    """By the id of each line that is a part of one, the line that stands for its bundle, without
    what cannot be: a bundle that is no line of the order, or that is in itself. `named`: what the
    store says."""
    known = set(lines)
    there = {line: above for line, above in named.items() if {line, above} <= known}
    return {line: above for line, above in there.items() if not _is_in_itself(line, there)}


def _is_in_itself(line: str, there: Mapping[str, str]) -> bool:
    above, passed = there.get(line), {line}
    while above and above not in passed:
        passed.add(above)
        above = there.get(above)
    return above is not None
