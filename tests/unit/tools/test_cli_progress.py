import io

import pytest
from rich.console import Console

from tools.cli.progress import Progress


def a_screen() -> Console:
    return Console(file=io.StringIO(), width=100)


def seen(screen: Console) -> str:
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_a_step_shows_when_it_is_done_and_how_long_it_took() -> None:
    screen = a_screen()

    with Progress(screen) as progress:
        progress.say("deploy template.yaml ...")
        progress.say("deploy template.yaml: 1.2 s")

    assert seen(screen).split() == ["✓", "deploy", "template.yaml", "1.2", "s"]


def test_a_step_that_fails_is_marked() -> None:
    screen = a_screen()

    with pytest.raises(ZeroDivisionError), Progress(screen) as progress, progress.step("divide"):
        1 / 0  # noqa: B018

    assert seen(screen).split() == ["✗", "divide"]


def test_a_failure_after_a_step_leaves_the_step_done() -> None:
    screen = a_screen()

    def count_and_fail() -> None:
        with Progress(screen) as progress:
            with progress.step("count"):
                pass
            1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        count_and_fail()
    assert seen(screen).split()[:2] == ["✓", "count"]
    assert "✗" not in seen(screen)


def test_who_stops_it_is_told_of_no_failure() -> None:
    screen = a_screen()

    with pytest.raises(KeyboardInterrupt), Progress(screen) as progress, progress.step("wait"):
        raise KeyboardInterrupt

    assert seen(screen) == ""


def test_parts_of_a_step_are_for_terminals_only() -> None:
    screen = a_screen()

    Progress(screen).part("SKUs", 1, 2)

    assert seen(screen) == ""
