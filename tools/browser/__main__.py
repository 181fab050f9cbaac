"""`make pictures`: those of the documentation, of a stack of its own."""

from datetime import UTC, datetime

from tools.browser import pictures
from tools.browser.launch import launched
from tools.cli import output
from tools.cli.progress import Progress
from tools.cli.stack_access import enter
from tools.local import demo_accounts, lifecycle
from tools.stack import ROOT, Stack

FOLDER = ROOT / "docs/pages"


def main() -> None:
    with (
        Progress(output.console()) as progress,
        launched() as chromium,
        lifecycle.temporary(progress.say) as stack,
    ):
        enter(stack)
        with progress.step("sell for a month"):
            month = sold(stack)
        with progress.step(f"take pictures into {FOLDER.relative_to(ROOT)}"):
            pictures.take(chromium, stack.pages_url, FOLDER, month=month)


def sold(stack: Stack) -> str:
    from tools.browser import sold_month
    from tools.cli.requests import Sender
    from tools.demo import run, shop

    keys = run.load_company(Progress.silent())
    demo_accounts.make()
    with Sender(stack.api_url) as sender:
        return sold_month.sell(shop.Shop(sender, keys), datetime.now(UTC))


if __name__ == "__main__":
    main()
