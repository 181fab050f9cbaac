"""The journals of an order as accountants read them: accounts, amounts, and that they balance."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from commissions.domain.ledger.journal import Journal
from tools.cli import formats


def screen(journals: Sequence[Journal], broken_at: str) -> RenderableType:
    """`broken_at`: the first journal that is not as it was written; empty where there is none."""
    tree = Tree(Text("Postings", "bold"), guide_style="dim")
    for journal in journals:
        branch = tree.add(
            Text.assemble(
                f"{journal.number}  {journal.context.cause}",
                (f"  recorded {formats.moment(journal.recorded_at)} UTC", "dim"),
                (f"  hash {journal.hash[:12]}", "dim"),
            )
        )
        branch.add(_legs(journal))
    tree.add(
        Text(f"the chain is broken at {broken_at}", "bold red")
        if broken_at
        else Text("each sums to zero in every unit; the chain of hashes is intact", "green")
    )
    return tree


def _legs(journal: Journal) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=40)
    grid.add_column(justify="right", no_wrap=True, min_width=16)
    by_account: dict[str, list[str]] = {}
    for leg in journal.legs:
        by_account.setdefault(leg.account, []).append(formats.signed_amount(leg.amount, leg.unit))
    for account, amounts in by_account.items():
        grid.add_row(account, " ".join(amounts))
    return grid
