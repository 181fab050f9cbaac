"""What an order goes on with, as people read it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commissions.application.care import override_order
from tests.support.command import commissions
from tests.support.original_stories import a_word
from tests.support.pipeline_driver import Published, a_company, project, run, value
from tests.support.told_originals import FIRST, SECOND, tell

pytestmark = pytest.mark.usefixtures("reachable")


def shown(*command: str) -> str:
    return " ".join(commissions(*command).stdout.split())


def test_order_explain_and_statement_say_what_it_goes_on_with(published: Published) -> None:
    a_company(platform="orders", carriers=("distributor_ref",))
    value("TEA")
    for number, fields in ((1, {}), (2, {"continues": {"order": "1001", "as": "exchange"}})):
        tell(number, "CARA-7" if number == 1 else "", **fields)
        run(published)
    project(SECOND)
    known = "in exchange for goods of order 1001, which came through cara's distributor ref CARA-7"

    assert f"credited to cara ({known})" in shown("order", SECOND)
    assert f"is credited to cara: {known}." in shown("explain", f"{SECOND}/1/0")
    assert known.replace(" ", "") in "".join(shown("statement", "cara").split())

    word = replace(a_word(1, ""), platform="orders")
    override_order.record(word, now=datetime.now(UTC))
    run(published)
    said = "in exchange for goods of order 1001, which is nobody's by override"
    assert f"credited to nobody ({said})" in shown("order", SECOND)
    assert f"nobody: {said}." in shown("explain", f"{SECOND}/2/0")
    assert "by override o-1" in shown("order", FIRST)
