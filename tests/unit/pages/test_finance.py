"""Finance's pages with nothing, with very much, and with what somebody hostile writes."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from commissions.pages import pseudo
from commissions.pages.console import actions
from commissions.pages.finance import (
    adjustments,
    batch,
    batches,
    evidence,
    liability,
    payables,
    payee,
    settling,
)
from commissions.pages.finance.batches import BatchesView
from commissions.pages.finance.evidence import EvidenceView
from commissions.pages.frame import Frame
from tests.support.finance_views import (
    a_batch,
    a_batch_view,
    a_count,
    a_desk,
    a_payables,
    a_payee_view,
    a_payout,
    a_settle,
    an_action,
    an_adjustments,
    an_evidence,
    frame,
    people,
)
from tests.support.page_rules import faults

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202eevil" + "x" * 300
LANGUAGES = ("en", "de", *pseudo.LANGUAGES)
HTML_BYTES_MAX = 15 * 1024
"""Of a page as it is sent: packed."""


def nothing(where: Frame) -> dict[str, str]:
    empty = a_count(lists={}, months=(), rows=0, ages=(0, 0, 0, 0), taken=0, plans=())
    seen = payables.CountSeen(since=empty.as_of, may_act=False, once="o")
    counted = payables.payables([empty], empty, seen)
    bare = a_payee_view(found=None, registered=None, payouts=[], write_off=0)
    plain = a_batch_view(many=0, open=[], file=None, left_out=[], withheld=[], states=[], more="")
    return {
        "not counted": payables.render(None, where, once="o", may_act=True),
        "payables": payables.render(counted, where, once="o", may_act=False),
        "people": payables.render_people(people(many=0), where),
        "batches": batches.render(BatchesView(batches=[], more="", waiting=[]), where),
        "a batch": batch.render(plain, where),
        "a new batch": batches.render_new(
            batches.new_batch("USD", ["uni"], None, "o"), where, in_sheet=False
        ),
        "a payee": payee.render(bare, where, in_sheet=False),
        "settling": settling.render(
            settling.SettleView(batch_id="USD-20261129-1", told=""), where, in_sheet=True
        ),
        "liability not counted": liability.render(None, where),
        "liability": liability.render(liability.liability([empty], empty), where),
        "adjustments": adjustments.render(an_adjustments(many=0), where),
        "evidence": evidence.render(EvidenceView(may_act=False, is_ours=False), where),
    }


def everything(where: Frame, said: str = "csv", many: int = 3) -> dict[str, str]:
    listed = batches.batches([a_batch(said)] * 1, more="/x", waiting=[an_action(said)])
    result = actions.ActionResultView(action=an_action(said), lines=())
    payout = a_payout(said, state="sent", why=said)
    every = {
        "payables": payables.render(a_payables(), where, once="o", may_act=True),
        "batches": batches.render(listed, where),
        "a new batch": batches.render_new(
            batches.new_batch("USD", [said], a_count(), "o"), where, in_sheet=True
        ),
        "a payee": payee.render(
            replace(a_payee_view(said), changed=True, wrong={"reason": "parked.bad.reason"}),
            where,
            in_sheet=False,
        ),
        "settling": settling.render(a_settle(said, many), where, in_sheet=False),
        "a payout": settling.render_payout(payout, a_desk(said), where, in_sheet=False),
        "an action": actions.render_one(result, where, "/finance/looks/actions"),
        "liability": liability.render(liability.liability([a_count()] * 2, a_count()), where),
        "adjustments": adjustments.render(an_adjustments(said, many), where),
        "evidence": evidence.render(an_evidence(said), where),
    }
    for name in payables.NAMES:
        every[f"list: {name}"] = payables.render_people(people(said, many, name), where)
    for state, choices in batch.CHOICES.items():
        view = a_batch_view(said, many, state)
        every[f"batch: {state}"] = batch.render(view, where)
        for choice in choices:
            act = batch.BatchActView(
                batch=view,
                choice=choice,
                seen="s",
                once="o",
                changed=True,
                wrong={"reason": "parked.bad.reason"},
            )
            every[f"act: {state} {choice}"] = batch.render_act(act, where, in_sheet=False)
    return every


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [nothing, everything])
def test_every_page_keeps_the_rules_in_every_language(
    made: Callable[[Frame], dict[str, str]], language: str
) -> None:
    for name, html in made(frame(language)).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_writes_stays_text() -> None:
    for name, html in everything(frame(), HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        # The words of somebody who writes like a template are not one that nobody filled in.
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_fifty_people_fit_into_what_a_page_may_weigh() -> None:
    pages = everything(frame(), many=50)

    for name, html in pages.items():
        assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX, name


def test_who_may_not_act_sees_no_form() -> None:
    html = batch.render(a_batch_view(may_act=False), frame(roles=frozenset({"auditor"})))

    assert "/act/" not in html
    assert f'action="{a_batch_view().path}' not in html


def test_more_of_a_list_is_rows_alone() -> None:
    for html in (
        batch.render_more(a_batch_view(), frame()),
        batches.render_more(batches.batches([a_batch()], more="", waiting=[]), frame()),
    ):
        assert "<!doctype" not in html
        assert "<h2" not in html
