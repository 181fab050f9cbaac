"""What a word was meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

MANY = 20
"""So many words are listed; of more only the nearest is said."""


def one_of(known: Iterable[str], word: object) -> str:
    """`silver, gold; did you mean silver?`"""
    words = list(known)
    found = get_close_matches(str(word), words, n=1, cutoff=0.6)
    listed = ", ".join(words[:MANY]) + (" ..." if len(words) > MANY else "")
    return (listed or "none") + (f"; did you mean {found[0]}?" if found else "")
