"""Chromium as the system has it: where it is, and how to have it.

Needs nothing but some Python from 3.9 on, as what makes the environments does.
"""

import os
import shutil
import subprocess
from pathlib import Path

SAID = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Under its own folder of browsers; the older of two sorts first.
PLAYWRIGHTS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
PACKAGE = "chromium"
INSTALL = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "--yes", "--quiet")
MISSING = (
    f"Chromium is not here: install the package {PACKAGE} (on Debian and Ubuntu `apt-get install "
    f"{PACKAGE}`), or set {SAID} to the path of a Chromium or Chrome."
)


class NoChromium(LookupError):
    """There is no browser to try the pages in; the text says what to install."""


def find() -> str:
    """The path of the one that is said, the system's, or Playwright's own; raises NoChromium."""
    if said := os.environ.get(SAID):
        if found := shutil.which(said):
            return found
        raise NoChromium(f"{SAID} is {said!r}, and no program is there: correct it or unset it.")
    on_the_path = (shutil.which(name) for name in (*NAMES, *APPLICATIONS))
    if found := next(filter(None, on_the_path), None):
        return found
    own = [str(path) for pattern in PLAYWRIGHTS for path in sorted(_folder().glob(pattern))]
    if own:
        return own[-1]
    raise NoChromium(MISSING)


def is_here() -> bool:
    try:
        return bool(find())
    except NoChromium:
        return False


def may_be_installed() -> bool:
    """Whether this is a machine of Debian's kind, and we are its root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install() -> str:
    """Installs the system's package; what went wrong, or nothing. The lists of a fresh machine are
    empty, and those of an old one name what is gone: then they are fetched first."""
    if not _failure(*INSTALL, "--no-install-recommends", PACKAGE):
        return ""
    return _failure("apt-get", "update", "--quiet") or _failure(
        *INSTALL, "--no-install-recommends", PACKAGE
    )


def _failure(*command: str) -> str:
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quietly)
    said = (done.stderr or done.stdout).strip() or f"`{' '.join(command)}` failed"
    return said.splitlines()[-1] if done.returncode else ""


def _folder() -> Path:
    """Where Playwright keeps the browsers that it fetched itself."""
    if told := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(told)
    mac = Path.home() / "Library/Caches/ms-playwright"
    return mac if mac.is_dir() else Path.home() / ".cache/ms-playwright"
