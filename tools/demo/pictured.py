"""The pages in the end of the demo: pictures of them, and how to look oneself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from tools.browser.chromium import NoChromium
from tools.cli.progress import Progress
from tools.local import demo_accounts
from tools.stack import LOCAL, ROOT, Stack

FOLDER = LOCAL / "pictures"


@dataclass(frozen=True, slots=True)
class Pictured:
    """What was taken, or what is missing for it."""

    pages_url: str
    files: tuple[Path, ...] = ()
    missing: str = ""

    @property
    def answer(self) -> dict[str, Any]:
        files = [str(file.relative_to(ROOT)) for file in self.files]
        return {"pages": {"url": self.pages_url, "pictures": files, "missing": self.missing}}

    @property
    def screen(self) -> Text:
        taken = [f"  {file.relative_to(ROOT)}\n" for file in self.files]
        look = (
            f"Look yourself: make up says the address; sign in as cara@{demo_accounts.DOMAIN} "
            f"(a member) or olga@{demo_accounts.DOMAIN} (an operator) with {demo_accounts.PASSWORD}"
        )
        return Text.assemble(
            ("The pages", "bold"), f", which stood at {self.pages_url}\n", *taken,
            f"  {self.missing}\n" if self.missing else "", (look, "dim"),
        )  # fmt: skip


def take(stack: Stack, progress: Progress) -> Pictured:
    """Into `.local/pictures/`, as people of the demo company see them."""
    demo_accounts.make()
    from tools.browser import pictures
    from tools.browser.launch import launched

    try:
        with launched() as chromium, progress.step("take pictures of the pages"):
            return Pictured(
                stack.pages_url, tuple(pictures.take(chromium, stack.pages_url, FOLDER))
            )
    except NoChromium as missing:
        return Pictured(stack.pages_url, missing=str(missing))
