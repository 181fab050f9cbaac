"""What marks an order that goes on with another one, as all stores carry such marks: whatever is
not as expected is no mark, and never an error."""

import re

from commissions.domain.stores.order_marks import LETTER, NUMBER, ORDER
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word

NAME_CHARACTERS_MAX = 64
_ID = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)
_CONTRACT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)
_PARTS = {ORDER: "(?P<order>[0-9]{1,15})", NUMBER: "[0-9]{1,4}", LETTER: "[A-Za-z]"}
_PART = re.compile("|".join(map(re.escape, _PARTS)))


def id_of(field: Field) -> str:
    """The id that a field names; empty where it names none."""
    value = word(field)
    return value if _ID.fullmatch(value) else ""


def contract_id(value: str) -> str:
    """What a shop calls a contract; empty where that is no id, but a text, or an address."""
    return value if _CONTRACT.fullmatch(value) else ""


def number_of(name: str) -> str:
    """An order's number of its name, `#1001`; empty where it can be no order's."""
    number = name.removeprefix("#")
    return number if _NUMBER.fullmatch(number) else ""


def original_named(name: str, pattern: str) -> str:
    """The number of the order that a name was made of: `#1001` of `#1001-2` by `#{order}-{number}`;
    empty where the name is not of the pattern."""
    if not pattern or len(name) > NAME_CHARACTERS_MAX:
        return ""
    found = re.fullmatch(_expression(pattern), name, re.ASCII)
    return number_of(f"{pattern.partition(ORDER)[0]}{found['order']}") if found else ""


def _expression(pattern: str) -> str:
    texts, parts = _PART.split(pattern), _PART.findall(pattern)
    return re.escape(texts[0]) + "".join(
        _PARTS[part] + re.escape(text) for part, text in zip(parts, texts[1:], strict=True)
    )
