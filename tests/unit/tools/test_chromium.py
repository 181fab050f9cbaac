"""Where the browser is looked for, and what is said and done where there is none."""

from pathlib import Path

import pytest

from tools import bootstrap
from tools.browser import chromium

OWN = ".cache/ms-playwright/chromium-1200/chrome-linux/chrome"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty one: nothing on the path, nobody at home."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    return tmp_path


def program(machine: Path, name: str, does: str = "") -> str:
    file = machine / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return str(file)


def apt_get(machine: Path, does: str) -> Path:
    """One that writes down what it is asked, and then does this."""
    asked = machine / "asked"
    program(machine, "bin/apt-get", f'echo "$@" >> {asked}\n{does}')
    return asked


def as_root(monkeypatch: pytest.MonkeyPatch, *, root: bool = True) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)


def test_the_systems_chromium_comes_before_chrome_and_before_playwrights_own(machine: Path) -> None:
    own = program(machine, OWN)
    assert chromium.find() == own

    chrome = program(machine, "bin/google-chrome")
    assert chromium.find() == chrome

    systems = program(machine, "bin/chromium")
    assert chromium.find() == systems


def test_the_newest_of_playwrights_own_is_taken(machine: Path) -> None:
    program(machine, OWN.replace("1200", "1100"))
    newest = program(machine, OWN)

    assert chromium.find() == newest


def test_the_one_that_is_said_is_taken(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine, "bin/chromium")
    monkeypatch.setenv("CHROMIUM", program(machine, "mine"))

    assert chromium.find() == str(machine / "mine")


def test_one_that_is_said_and_not_there_is_no_other(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(machine, "bin/chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(chromium.NoChromium, match="CHROMIUM is '/nowhere/chromium'"):
        chromium.find()


@pytest.mark.usefixtures("machine")
def test_where_there_is_none_the_package_is_named() -> None:
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.find()


def test_root_installs_it_without_being_asked(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_root(monkeypatch)
    asked = apt_get(machine, f"/bin/ln -s /bin/true {machine}/bin/chromium")

    bootstrap.find_browser()

    assert asked.read_text().endswith("install --yes --quiet --no-install-recommends chromium\n")
    assert bootstrap.main(["--check", "browser"]) == 0


def test_the_lists_of_a_fresh_machine_are_fetched_first(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_root(monkeypatch)
    fresh = f"[ -e {machine}/lists ] || [ $1 != update ] || : > {machine}/lists"
    asked = apt_get(machine, f"{fresh}; [ -e {machine}/lists ]")

    assert chromium.install() == ""
    assert [line.split()[0] for line in asked.read_text().splitlines()] == ["-o", "update", "-o"]


def test_what_an_installation_died_of_is_said_and_stops_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_root(monkeypatch)
    apt_get(machine, "echo first >&2; echo 'E: no network' >&2; exit 100")

    assert bootstrap.main(["browser"]) == 0
    assert "could not be installed: E: no network" in capsys.readouterr().out


def test_nobody_else_installs_anything(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_root(monkeypatch, root=False)
    asked = apt_get(machine, "")

    assert bootstrap.main(["browser"]) == 0
    assert not asked.exists()
