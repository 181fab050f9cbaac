"""YAML that a person wrote, with the line of every field, to point at what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

FIELDS_MAX = 100_000
"""Of a text with aliases of aliases there could be any number."""
DEPTH_MAX = 60


@dataclass(frozen=True, slots=True)
class FieldStatedTwice:
    """A field that a text states again, of which YAML would take the later one."""

    line: int
    path: str
    first_line: int

    @property
    def reason(self) -> str:
        return f"is stated in line {self.first_line} too"


class NotYaml(ValueError):
    """A text that is no YAML. `line`: where, from 1; 0 where that cannot be said."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a text says, and on which line each path (`bonuses[0].rates`) begins."""

    content: Any
    lines: dict[str, int]
    twice: tuple[FieldStatedTwice, ...] = ()

    def line(self, path: str) -> int:
        """The line of a field, or of the nearest one above that is there."""
        while path and path not in self.lines:
            path = re.sub(r"(\.|^)[^.\[]*$|\[\d+\]$", "", path)
        return self.lines.get(path, 1)

    def place(self, stated: str) -> tuple[int, str, str]:
        """`bonuses[0].rates: is wrong` as its line, the path and the reason."""
        path, colon, reason = stated.partition(": ")
        if not colon or " " in path:
            return 1, "", stated
        return self.line(path), path, reason


def parse(text: str) -> YamlText:
    """Raises NotYaml."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        found = list(_fields(node))
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"is no YAML: {getattr(error, 'problem', None) or error}"
        raise NotYaml(mark.line + 1 if mark else 0, reason) from None
    except RecursionError:
        raise NotYaml(0, "is nested too deeply") from None
    except NotYaml:
        raise
    except ValueError as error:  # a day that no calendar has
        raise NotYaml(0, f"is no YAML: {error}") from None
    lines: dict[str, int] = {}
    twice = [
        FieldStatedTwice(line, name, lines[name])
        for name, line in found
        if lines.setdefault(name, line) != line
    ]
    return YamlText(content, lines, tuple(twice))


def _fields(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Raises NotYaml."""
    for number, each in enumerate(_walked(node, "", 0)):
        if number == FIELDS_MAX:
            raise NotYaml(0, f"says more than {FIELDS_MAX} things")
        yield each


def _walked(node: yaml.Node | None, path: str, depth: int) -> Iterator[tuple[str, int]]:
    if depth > DEPTH_MAX:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{path}.{key.value}" if path else str(key.value)
            yield name, key.start_mark.line + 1
            yield from _walked(value, name, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield f"{path}[{i}]", value.start_mark.line + 1
            yield from _walked(value, f"{path}[{i}]", depth + 1)
