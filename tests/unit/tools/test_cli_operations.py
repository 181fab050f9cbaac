from dataclasses import replace
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from commissions.tables.parked import ParkedEntry
from tests.support.settled_orders import KEY, PLACED
from tests.unit.tools.screens import rendered
from tools.cli import operations, order_view
from tools.cli.main import app

ENTRY = ParkedEntry(
    waits_for="sku/tea/NEW",
    record_key=f"{KEY}/order/1",
    order_key=KEY,
    reason="unmapped_sku",
    detail="NEW has no value in the SKU map at 2026-11-20",
    advice="Add the SKU with its volumes to skus.csv and load it; the order then goes on.",
    inbox="i",
    since=PLACED,
    tried_at=PLACED,
    tries=2,
)


def test_a_parked_record_tells_why_since_when_and_what_to_do() -> None:
    seen = rendered(operations.screen([ENTRY], PLACED + timedelta(minutes=20)))

    assert seen.splitlines()[:3] == [
        "shopify/tea/1001  unmapped sku  waits 20 min, 2 tries",
        "  NEW has no value in the SKU map at 2026-11-20",
        "  Add the SKU with its volumes to skus.csv and load it; the order then goes on.",
    ]


LISTED = replace(
    ENTRY,
    waits_for=f"operator/{KEY}",
    record_key=f"{KEY}/listed/return_without_money",
    reason="return_without_money",
    detail="goods worth 60.00 USD came back on 2026-11-11, 0.00 USD went",
    inbox="",
)


def test_what_is_only_listed_says_that_the_order_goes_on() -> None:
    seen = rendered(operations.screen([LISTED], PLACED + timedelta(minutes=20)))

    assert seen.splitlines()[0] == (
        "shopify/tea/1001  return without money  listed for 20 min, the order goes on"
    )
    assert operations.entry_answer(LISTED)["holds"] is False
    assert operations.entry_answer(ENTRY)["holds"] is True


def test_an_order_says_apart_what_waits_and_what_is_listed() -> None:
    seen = rendered(order_view.waits([LISTED, ENTRY])).splitlines()

    assert (seen[0], seen[1].endswith("(unmapped_sku)")) == ("Waits", True)
    assert seen[3] == "Listed, the order goes on"
    assert seen[4].endswith("(return_without_money)")


def test_that_nothing_waits_is_told_too() -> None:
    assert rendered(operations.screen([], PLACED)) == "Nothing is parked."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["release", "1001", "--accept", "everything"], "Only amounts or gone can be accepted"),
        (["release", "1001", "--dismiss"], "--dismiss --reason TEXT"),
        (["decide", "1001"], "one of --return, --goodwill, --refund, --dispute, --gone, --copy."),
        (["decide", "1001", "--gone", "stands", "--goodwill", "keep"], "one thing at a time"),
        (
            ["decide", "1001", "--gone", "kept"],
            "--gone is answered with `cancelled` or `stands`, not with 'kept'.",
        ),
        (["decide", "1001", "--refund", "93", "yes"], "answered with `accept`, not with 'yes'."),
        (["decide", "1001", "--dispute", " ", "won"], "which dispute it is: --dispute ID won."),
        (
            ["decide", "1001", "--dispute", "7", "lost", "--amount", "-5", "--why", "w"],
            "--amount -5 is not more than nothing.",
        ),
        (
            ["decide", "1001", "--dispute", "7", "lost", "--amount", "abc", "--why", "w"],
            "'abc' is not a decimal number: --amount is like 12.50.",
        ),
        (["decide", "1001", "--dispute", "7" * 129, "won", "--why", "w"], "which dispute it is"),
        (["decide", "1001", "--gone", "stands"], "Say why it is so: --why TEXT"),
        (["decide", "1001", "--gone", "stands", "--why", "w" * 501], "500 characters at most"),
        (
            ["decide", "1001", "--gone", "stands", "--amount", "5.00", "--why", "w"],
            "it goes with --dispute ID lost.",
        ),
        (
            ["decide", "1001", "--gone", "stands", "--why", "w", "--by", "a", "--approved-by", "a"],
            "another person than the one who decides.",
        ),
        (
            ["decide", "1001", "--gone", "stands", "--why", "w", "--by", "a" * 65],
            "Say who decides: --by NAME, of 64 characters at most.",
        ),
        (["decide", "a/b/c/d", "--gone", "stands", "--why", "w"], "write it like shopify/"),
        (["replay"], "an inbox id, --order ORDER, or --pending"),
        (["replay", "--order", "1001", "--pending"], "an inbox id, --order ORDER, or --pending"),
        (["statement", "cat", "--month", "2026-13"], "write it like 2026-11"),
        (["up", "--stack", "prod"], "sam deploy"),
        (["order", "a/b/c/d"], "write it like shopify/tea-us/1001, or just 1001."),
        (["explain", "1001"], "`commissions order ID` lists them."),
    ],
)
def test_a_misused_command_says_how_it_is_used(words: list[str], says: str) -> None:
    result = CliRunner().invoke(app, words)

    assert (result.exit_code, says in result.stderr) == (2, True)
