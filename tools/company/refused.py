"""A company's files that cannot be loaded."""

from collections.abc import Sequence

from commissions.application.company_files.problems import Problem


class Refused(ValueError):
    """A company's files that cannot be loaded; nothing of them has been."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
