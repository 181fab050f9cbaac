"""Languages for tests alone, in which shows what is not translated, too narrow, or one-sided."""

import re

LONG = "en-XA"
RIGHT_TO_LEFT = "ar-XB"
LANGUAGES = (LONG, RIGHT_TO_LEFT)

_ACCENTS = str.maketrans("AEIOUYaeiouycnsCNS", "ÅÊÎÕÛÝåéîöûýçñšÇÑŠ")
_PARTS = re.compile(r"(\{[^{}]*\})")


def disguised(message: str, language: str) -> str:
    """Longer by 40 %, with accents, in brackets that show a cut end; placeholders as they are.

    Right to left, it stands between marks that turn the direction of its letters.
    """
    parts = _PARTS.split(message)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    letters = sum(len(part) for part in parts if not part.startswith("{"))
    filling = "~" * -(-letters * 2 // 5)
    long = f"[{accented}{filling}]"
    return (
        f"\N{RIGHT-TO-LEFT OVERRIDE}{long}\N{POP DIRECTIONAL FORMATTING}"
        if (language == RIGHT_TO_LEFT)
        else long
    )
