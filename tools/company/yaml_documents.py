"""YAML files, with the line of every field, so that what is wrong in one can be pointed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.company.problems import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file, and on which line each path (`bonuses[0].rates`) begins."""

    file: str
    content: Any
    lines: dict[str, int]

    def line(self, path: str) -> int:
        """The line of a field, or of the nearest one above that is there."""
        while path and path not in self.lines:
            path = re.sub(r"(\.|^)[^.\[]*$|\[\d+\]$", "", path)
        return self.lines.get(path, 1)

    def problem(self, stated: str) -> Problem:
        """`stores.tea-us.mode: is wrong` as a problem of its line."""
        path, colon, reason = stated.partition(": ")
        if not colon or " " in path:
            return Problem(self.file, 1, "", stated)
        return Problem(self.file, self.line(path), path, reason)


def read(path: Path, problems: list[Problem]) -> Document | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, yaml.SafeLoader)
        content = yaml.safe_load(text)
    except UnicodeDecodeError:
        problems.append(Problem(path.name, 0, "", "is not in UTF-8"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"is no YAML: {getattr(error, 'problem', None) or error}"
        problems.append(Problem(path.name, mark.line + 1 if mark else 0, "", reason))
        return None
    lines: dict[str, int] = {}
    for name, line in _paths(node, ""):
        if lines.setdefault(name, line) != line:
            problems.append(Problem(path.name, line, name, f"is stated in line {lines[name]} too"))
    return Document(path.name, content, lines)


def _paths(node: yaml.Node | None, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{path}.{key.value}" if path else str(key.value)
            yield name, key.start_mark.line + 1
            yield from _paths(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield f"{path}[{i}]", value.start_mark.line + 1
            yield from _paths(value, f"{path}[{i}]")
