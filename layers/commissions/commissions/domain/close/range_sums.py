"""Sums over a range of places of what came before a moment, for many questions at once.

A wavelet matrix, a bit of the places at a time: O((rows + questions) * log places) in columns,
where a loop over the questions would read all rows for each.
"""

import numpy as np

from commissions.domain.close.exact import Places


def sums_before(place: Places, volume: Places, rows: Places, lowest: Places, end: Places) -> Places:
    """For each question, what the first `rows` rows have at places from `lowest` to before `end`.

    `place`, `volume`: one row an order, by time."""
    both = _below(place, volume, np.tile(rows, 2), np.concatenate([end, lowest]))
    found: Places = both[: len(rows)] - both[len(rows) :]
    return found


def _below(place: Places, volume: Places, rows: Places, bound: Places) -> Places:
    """For each question, what the first `rows` rows have at places below `bound`."""
    found = np.zeros(len(rows), dtype=np.int64)
    first, last = np.zeros_like(rows), rows
    highest = max(int(place.max(initial=0)), int(bound.max(initial=0)))
    for bit in reversed(range(highest.bit_length())):
        low = (place >> bit) & 1 == 0
        lows = np.concatenate([[0], np.cumsum(low)])
        sums = np.concatenate([[0], np.cumsum(np.where(low, volume, 0))])
        up = (bound >> bit) & 1 == 1
        found += np.where(up, sums[last] - sums[first], 0)
        first = np.where(up, lows[-1] + first - lows[first], lows[first])
        last = np.where(up, lows[-1] + last - lows[last], lows[last])
        place = np.concatenate([place[low], place[~low]])
        volume = np.concatenate([volume[low], volume[~low]])
    return found
