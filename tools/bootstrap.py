"""Makes the environments that everything else runs in; needs nothing but some Python from 3.9 on.

Each is made of one lock of exact versions and hashes, and made again only when that lock changes.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tools import package_index
from tools.browser import chromium

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
VERSION = (ROOT / ".python-version").read_text().strip()

BROWSER = "browser"
WHO_ARE_YOU = "import sys; print(*sys.version_info[:2], sep='.'); print(sys._base_executable)"


class Failed(Exception):
    """A step that did not work, and what to do about it."""


class Environment(NamedTuple):
    name: str
    folder: Path
    lock: Path
    # What also counts as made: whoever has the developers' tools has all that the demo needs.
    covered_by: tuple[str, ...] = ()


ENVIRONMENTS = {
    "run": Environment("run", VENV, REQUIREMENTS / "run.txt", covered_by=("dev",)),
    "dev": Environment("dev", VENV, REQUIREMENTS / "dev.txt"),
    "engine": Environment("engine", LOCAL / "engine", REQUIREMENTS / "engine.txt"),
    "sam": Environment("sam", LOCAL / "sam", REQUIREMENTS / "sam.txt"),
}


def main(words: list[str]) -> int:
    wanted = [ENVIRONMENTS[name] for name in words if name in ENVIRONMENTS]
    if "--check" in words:
        is_there = BROWSER not in words or chromium.is_here()
        return 0 if is_there and all(map(is_made, wanted)) else 1
    try:
        if "uv" in words:
            find_uv()
        make(wanted)
        if BROWSER in words:
            find_browser()
    except Failed as failure:
        say("failed", str(failure))
        return 1
    return 0


def make(wanted: list[Environment]) -> None:
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "setup.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        missing = [environment for environment in wanted if not is_made(environment)]
        if not missing:
            return
        uv = find_uv()
        python = find_python(uv)
        settings = package_index.settings_for_uv(pythons())
        with ThreadPoolExecutor() as together:
            list(
                together.map(
                    lambda environment: install(environment, uv, python, settings), missing
                )
            )


def find_browser() -> None:
    """The system's Chromium, installed where that is allowed. Elsewhere nothing is said: whatever
    needs one fails, and says what to install."""
    with (LOCAL / "setup.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if chromium.is_here() or not chromium.may_be_installed():
            return
        started = time.monotonic()
        say(BROWSER, f"installing the system's package {chromium.PACKAGE}")
        if wrong := chromium.install():
            say(BROWSER, f"could not be installed: {wrong}")
        else:
            say(BROWSER, f"ready in {time.monotonic() - started:.1f} s")


def is_made(environment: Environment) -> bool:
    names = (environment.name, *environment.covered_by)
    made_of = [fingerprint(ENVIRONMENTS[name]) for name in names]
    return (environment.folder / "bin/python").exists() and stamped(environment) in made_of


def stamped(environment: Environment) -> str:
    stamp = environment.folder / "made-of"
    return stamp.read_text() if stamp.exists() else ""


def fingerprint(environment: Environment) -> str:
    """What an environment is made of, and where: one that was moved does not work."""
    made_of = [environment.lock, Path(__file__)]
    if environment.folder == VENV:
        made_of.append(ROOT / "pyproject.toml")
    digest = hashlib.sha256(VERSION.encode())
    for file in made_of:
        digest.update(file.read_bytes())
    return f"{digest.hexdigest()} {environment.folder}"


def install(wanted: Environment, uv: str, python: str, settings: dict[str, str]) -> None:
    started = time.monotonic()
    say(wanted.name, "installing what its lock says")
    inside = str(wanted.folder / "bin/python")
    was_here = stamped(wanted).endswith(f" {wanted.folder}")
    (wanted.folder / "made-of").unlink(missing_ok=True)
    if not was_here or not answers(inside):
        run([uv, "venv", "--quiet", "--clear", "--python", python, str(wanted.folder)], settings)
    into, at = [uv, "pip", "--quiet"], ["--python", inside]
    run([*into, "sync", *at, "--require-hashes", str(wanted.lock)], settings)
    if wanted.folder == VENV:
        itself = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        run([*into, "install", *at, *itself], settings)
    (wanted.folder / "made-of").write_text(fingerprint(wanted))
    say(wanted.name, f"ready in {time.monotonic() - started:.1f} s")


def find_uv() -> str:
    """The uv of our lock, put where nobody else looks; another one only where pip is missing."""
    uv = LOCAL / "uv/bin/uv"
    lock = REQUIREMENTS / "uv.txt"
    stamp = LOCAL / "uv/made-of"
    if uv.exists() and stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return str(uv)
    if own := pip_of(LOCAL / "uv"):
        say("uv", "installing the installer")
        free = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
        run([*own, "--requirement", str(lock)], {**os.environ, **free})
        stamp.write_bytes(lock.read_bytes())
        return str(uv)
    if other := shutil.which("uv"):
        return other
    raise Failed(
        "No Python here has pip: install uv, pip or python3-venv, and run the same command again."
    )


def pip_of(folder: Path) -> list[str]:
    """A pip that installs into the folder: some Python's own, or one made there for it."""
    shutil.rmtree(folder, ignore_errors=True)
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    install += ["--require-hashes"]
    candidates = [sys.executable, *pythons()]
    for python in candidates:
        if succeeds([python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 9))"]):
            return [python, *install, "--target", str(folder)]
    for python in candidates:
        if succeeds([python, "-m", "venv", "--clear", str(folder)]):
            return [str(folder / "bin/python"), *install]
    return []


def find_python(uv: str) -> str:
    """A real interpreter of our version: on the path, pyenv's, uv's, or fetched by uv."""
    for candidate in pythons():
        if base := answers(candidate):
            return base
    find = [uv, "python", "find", "--system", "--no-python-downloads", VERSION]
    if succeeds(find):
        return output(find)
    say("python", f"fetching Python {VERSION}")
    if succeeds([uv, "python", "install", "--quiet", VERSION]):
        return output(find)
    raise Failed(
        f"Python {VERSION} was not found and could not be fetched: install it "
        f"(for instance `brew install python@{VERSION}`, `apt install python{VERSION}` or "
        f"`pyenv install {VERSION}`) and run the same command again."
    )


def pythons() -> Iterator[str]:
    names = [f"python{VERSION}", "python3", "python3.12", "python3.11", "python3.10", "python"]
    folders = os.get_exec_path()
    for name in names:
        yield from (str(Path(folder, name)) for folder in folders if Path(folder, name).exists())
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from (str(path) for path in pyenv.glob(f"versions/{VERSION}*/bin/python{VERSION}"))


def answers(python: str) -> str:
    """Where the interpreter behind `python` really is, if it is of our version; else nothing."""
    try:
        asked = subprocess.run(
            [python, "-c", WHO_ARE_YOU], capture_output=True, text=True, check=False, cwd=ROOT
        )
    except OSError:
        return ""
    version, _, base = asked.stdout.strip().partition("\n")
    return base if version == VERSION else ""


def run(command: list[str], settings: dict[str, str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=settings, cwd=ROOT
    )
    if done.returncode:
        raise Failed(
            f"`{' '.join(command)}` said:\n{done.stderr.strip()}\n"
            "Check that your package index answers, then run the same command again."
        )


def succeeds(command: list[str]) -> bool:
    try:
        return not subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode
    except OSError:
        return False


def output(command: list[str]) -> str:
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()


def say(what: str, news: str) -> None:
    sys.stdout.write(f"setup     {what:<10}{news}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
