import getpass

import pytest

from tools.cli.errors import Misused
from tools.cli.operator import operator


def test_who_decides_is_who_says_so() -> None:
    assert operator(" mara ") == "mara"


def test_else_it_is_this_machines_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "otto")

    assert operator("") == operator("  ") == "otto"


def test_where_nobody_is_known_somebody_has_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    with pytest.raises(Misused, match="--by NAME"):
        operator("")


@pytest.mark.parametrize("name", ["x" * 65, "ma\nra"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Misused):
        operator(name)
