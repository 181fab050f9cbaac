"""What the documentation quotes: commands, as people will type them, and entries of files."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PAGES = (ROOT / "README.md", ROOT / "company/README.md", *sorted((ROOT / "docs").rglob("*.md")))
PLATFORM_PAGES = {
    name: ROOT / f"docs/platforms/{name}.md"
    for name in ("shopify", "woocommerce", "magento", "bigcommerce")
}
_INLINE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINE = re.compile(r"^ {3,}(commissions .+|\.venv/bin/commissions .+)$|^(commissions .+)$", re.M)
_SAID_BESIDE = re.compile(r" {3,}.*| +#.*| > .*", re.DOTALL)
"""What stands behind a command: what it does, a remark, where its answer goes."""
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.DOTALL)


def commands(page: Path, groups: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page as it is written, and its words without the program's name. `groups`:
    names of groups of commands, which are also quoted without it (`store check`)."""
    text = page.read_text()
    inline = (" ".join(found.split()) for found in _INLINE.findall(text))
    lines = ("".join(found) for found in _LINE.findall(text))
    for quoted in (*inline, *lines):
        first, _, rest = _SAID_BESIDE.sub("", quoted).strip().partition(" ")
        if first in {"commissions", ".venv/bin/commissions"} and rest:
            yield quoted, _words(rest)
        elif first in groups and rest:
            yield quoted, _words(f"{first} {rest}")


def yaml_blocks(page: Path) -> list[str]:
    return _BLOCK.findall(page.read_text())


def _words(text: str) -> list[str]:
    """What may be left out is taken as said."""
    return shlex.split(text.replace("[", " ").replace("]", " "))
