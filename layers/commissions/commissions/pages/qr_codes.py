"""QR codes as one path of SVG, by numbers alone: pages allow no inline style."""

from dataclasses import dataclass

QUIET = 4
"""Modules of white around, as the standard wants it."""


@dataclass(frozen=True, slots=True)
class QrCode:
    size: int
    """Modules of a side, with what is white around."""
    path: str
    """Of the dark ones: a bar for each run in a row, one module high."""


def qr_code(text: str) -> QrCode:
    """Of an address: the smallest that is still read where 15 % of it cannot be."""
    import segno  # one page of many has codes: the others do not wait for it

    rows = segno.make(text, error="m", micro=False, boost_error=False).matrix
    runs = [run for y, row in enumerate(rows) for run in _runs(bytes(row), y)]
    return QrCode(size=len(rows) + 2 * QUIET, path="".join(runs))


def _runs(row: bytes, y: int) -> list[str]:
    found, x = [], 0
    while x < len(row):
        long = next((at for at in range(x, len(row)) if row[at] != row[x]), len(row)) - x
        if row[x]:
            found.append(f"M{x + QUIET} {y + QUIET}h{long}v1h-{long}z")
        x += long
    return found
