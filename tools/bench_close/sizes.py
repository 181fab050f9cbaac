"""Which companies are measured: `100k,1m` by default; `10m` brings the smaller ones along."""

USUAL = "100k,1m"
UNITS = {"k": 1_000, "m": 1_000_000}


class NoSize(ValueError):
    """A word that is no number of members."""

    def __init__(self, word: str) -> None:
        super().__init__(f"sizes: {word!r} is no number of members; write 100k, 1m or 10m")


def sizes(text: str) -> list[int]:
    """Numbers of members, the smallest first.

    One size alone says nothing about growth, so that the usual ones below it are measured too.
    Raises NoSize.
    """
    asked = {_members(word.strip()) for word in (text or USUAL).split(",")}
    if len(asked) == 1:
        usual = {_members(word) for word in USUAL.split(",")}
        asked |= {each for each in usual if each < max(asked)}
    return sorted(asked)


def _members(word: str) -> int:
    number, unit = (word[:-1], word[-1:].lower()) if word[-1:].isalpha() else (word, "")
    if not number.isdecimal() or not int(number) or unit not in {"", *UNITS}:
        raise NoSize(word)
    return int(number) * UNITS.get(unit, 1)
