"""Every command that the documentation quotes is one, with these options."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click.exceptions import MissingParameter, NoArgsIsHelpError, UsageError

from tests.conftest import ROOT
from tests.unit.tools import quoted
from tools.cli.main import app

COMMANDS: Any = typer.main.get_command(app)
GROUPS = frozenset(each.name for each in app.registered_groups if each.name)


def wrong_with(words: list[str]) -> str:
    """Why the command line would be refused; what it lacks is left open, as pages name commands
    without all that they need."""
    command, context = COMMANDS, None
    while True:
        try:
            context = command.make_context(command.name, list(words), parent=context)
        except (MissingParameter, NoArgsIsHelpError):
            return ""
        except UsageError as error:
            return error.format_message()
        rest = [*context._protected_args, *context.args]
        if not hasattr(command, "commands") or not rest:
            return ""
        found = command.get_command(context, rest[0])
        if found is None:
            return f"there is no command {rest[0]}"
        command, words = found, rest[1:]


@pytest.mark.parametrize("page", quoted.PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_command_of_a_page_exists_with_its_options(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {line: wrong_with(words) for line, words in quoted.commands(page, GROUPS)}

    assert {line: why for line, why in found.items() if why} == {}


@pytest.mark.parametrize("page", quoted.PLATFORM_PAGES.values(), ids=quoted.PLATFORM_PAGES)
def test_a_platforms_page_has_the_whole_set_up_in_its_order(page: Path) -> None:
    lines = [" ".join(words[:2]) for _, words in quoted.commands(page, frozenset())]
    text = page.read_text()
    steps = ["load FOLDER", "store access", "store connect", "store check", "health"]

    assert [step for step in steps if step not in lines and step.split()[0] not in lines] == []
    assert text.index("### 1. Access") < text.index("### 2. The entry in `stores.yaml`")
    assert text.index("commissions load FOLDER") < text.index("    commissions store access STORE ")
    assert text.index("    commissions store access STORE ") < text.index(
        "    commissions store connect STORE "
    )
    assert "The first order" in text
    assert "### A local" in text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("store konnect STORE", "there is no command konnect"),
        ("store connect STORE --uri x", "No such option: --uri"),
        ("store check STORE TWICE", "unexpected extra argument"),
        ("store check STORE --schema", ""),
    ],
)
def test_a_command_that_is_none_would_be_seen(line: str, says: str) -> None:
    assert says in wrong_with(line.split())
    assert bool(says) == bool(wrong_with(line.split()))
