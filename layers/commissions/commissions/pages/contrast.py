"""How well one colour is read on another, by WCAG 2.2."""

type Colour = str
"""`#0c6a5a`."""


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Colour, into: Colour, percent: int) -> Colour:
    """So much of the one in the other."""
    parts = zip(_channels(colour), _channels(into), strict=True)
    return "#" + "".join(
        f"{(one * percent + other * (100 - percent) + 50) // 100:02x}" for one, other in parts
    )


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _channels(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
