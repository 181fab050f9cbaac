"""YAML files of a company, with the line of every field."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commissions.application.company_files.problems import Problem
from commissions.application.yaml_text import NotYaml, YamlText, parse


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file."""

    file: str
    text: YamlText

    @property
    def content(self) -> Any:
        return self.text.content

    def line(self, path: str) -> int:
        """The line of a field, or of the nearest one above that is there."""
        return self.text.line(path)

    def problem(self, stated: str) -> Problem:
        """`stores.tea-us.mode: is wrong` as a problem of its line."""
        return Problem(self.file, *self.text.place(stated))


def read(path: Path, problems: list[Problem]) -> Document | None:
    try:
        found = parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, 0, "", "is not in UTF-8"))
        return None
    except NotYaml as error:
        problems.append(Problem(path.name, error.line, "", str(error)))
        return None
    problems += [Problem(path.name, each.line, each.path, each.reason) for each in found.twice]
    return Document(path.name, found)
