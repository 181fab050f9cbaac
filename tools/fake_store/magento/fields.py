"""`fields=items[entity_id,items[sku]],total_count`: an answer cut down to what is asked for."""

import re
from typing import Any

_TOKEN = re.compile(r"[\w.-]+|[\[\],]")
Wanted = dict[str, Any]


def select(value: Any, text: str) -> Any:
    """What is asked for and not there is left out without a word, as Magento does."""
    return _cut(value, _read(iter(_TOKEN.findall(text)))) if text else value


def _read(parts: Any) -> Wanted:
    wanted: Wanted = {}
    last = ""
    for part in parts:
        if part == "]":
            break
        if part == "[":
            wanted[last] = _read(parts)
        elif part != ",":
            last = part
            wanted[last] = {}
    return wanted


def _cut(value: Any, wanted: Wanted) -> Any:
    if not wanted:
        return value
    if isinstance(value, list):
        return [_cut(each, wanted) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _cut(each, wanted[name]) for name, each in value.items() if name in wanted}
