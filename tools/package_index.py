"""Where packages come from: uv does not read what pip is told, but must obey it."""

import ast
import os
import subprocess
from collections.abc import Iterable

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}
TOLD_ITSELF = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")


def settings_for_uv(pythons: Iterable[str]) -> dict[str, str]:
    """The environment in which uv takes packages from where pip would."""
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "manual", "UV_NO_PROGRESS": "1"}
    settings.pop("VIRTUAL_ENV", None)
    if any(name in os.environ for name in TOLD_ITSELF):
        return settings
    told = _pip_settings(pythons)
    for theirs, ours in PIP_TO_UV.items():
        if theirs in told:
            settings.setdefault(ours, told[theirs])
    # Every file is checked against the lock's hash, so it may come from whichever index has it.
    settings.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return settings


def _pip_settings(pythons: Iterable[str]) -> dict[str, str]:
    for python in pythons:
        asked = [python, "-m", "pip", "config", "list"]
        listed = subprocess.run(asked, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return read_pip_settings(listed.stdout)
    return {}


def read_pip_settings(listing: str) -> dict[str, str]:
    """What `pip install` heeds: its own section before the global one, the environment first."""
    told: dict[str, str] = {}
    for section in ("global.", "install.", ":env:."):
        for line in listing.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(section):
                words = str(ast.literal_eval(value)).split()
                told[key[len(section) :]] = ("," if key.endswith("find-links") else " ").join(words)
    return told
