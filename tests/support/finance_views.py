"""What finance's pages show, as tests of what is rendered like to write it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from commissions.domain.money import Money
from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.counted_payables import (
    LISTS,
    CountedPayables,
    ExchangeSums,
    ListSum,
    MonthOwed,
    PayableRow,
)
from commissions.domain.payouts.left_out import LEFT_OUT
from commissions.domain.payouts.payable import Payable
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.standing import Debt
from commissions.pages import text
from commissions.pages.console.actions import ActionView
from commissions.pages.finance import adjustments, batches, evidence, payables, payee, settling
from commissions.pages.finance import batch as batch_page
from commissions.pages.frame import Frame
from tests.support import payout_cases
from tests.support.payout_cases import BATCH

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def frame(language: str = "en", **more: Any) -> Frame:
    given: dict[str, Any] = {
        "family": "finance",
        "active": "batches",
        "text": text.of(language),
        "zone": "Europe/Berlin",
        "who": "Kim",
        "roles": frozenset({"finance"}),
        "company": "Example Tea",
        "now": NOW,
    }
    return Frame(**given | more)


def a_count(many: int = 3, **more: Any) -> CountedPayables:
    month = MonthOwed(
        month="2026-11",
        earned=9_000,
        taken_back=500,
        written_off=20,
        paid=1_000,
        standing=9_300,
        cv=30_000,
    )
    exchange = ExchangeSums(
        paid_in="EUR", payouts=2, net=9_000, paid=7_000, rounding=1, worth=9_100, no_rate=1
    )
    given: dict[str, Any] = {
        "currency": "USD",
        "as_of": NOW - timedelta(days=2),
        "plans": ("uni7", "uni8"),
        "months": (month,),
        "not_counted": 2,
        "lists": {name: ListSum(many, -700 if name == "negative" else 1_300) for name in LISTS},
        "write_offs": ListSum(1, -300),
        "taken": 1_300,
        "ages": (100, 200, 0, 9_000),
        "rows": many,
        "exchange": (exchange,),
        "cap_pct": "0.45",
    }
    return CountedPayables(**given | more)


def a_row(said: str = "ann", number: int = 1) -> PayableRow:
    return PayableRow(
        member=f"{said}{number}",
        reason="below-minimum",
        on_hold=10,
        unpaid=20,
        debt=5,
        taken=0,
        ages=(30, 0, 0, 0),
        write_off=1,
    )


def a_payables(**more: Any) -> payables.PayablesView:
    seen = payables.CountSeen(since=NOW - timedelta(hours=30), may_act=True, once="o")
    every = [a_count(), a_count(currency="EUR")]
    return replace(payables.payables(every, a_count(), seen), **more)


def people(said: str = "ann", many: int = 3, name: str = "below-minimum") -> Any:
    rows = [a_row(said, number) for number in range(many)]
    return payables.people(a_count(many), name, rows, more="/finance/payables/x?after=y")


def a_payable(**more: Any) -> Payable:
    found = payout_cases.pays(payout_cases.stands(60, payout_cases.earned(9_000, 1)))
    at = replace(found.standing, debts=(Debt(NOW - timedelta(days=400), 700),), next_free=NOW)
    return replace(found, standing=at, **more)


def a_payout(said: str = "ann", **more: Any) -> Payout:
    found = payout_cases.a_payout()
    return replace(found, payee=said, reference=said, **more)


def a_batch(said: str = "csv", **more: Any) -> Batch:
    given: dict[str, Any] = {
        "batch_id": BATCH,
        "currency": "USD",
        "plan": said,
        "plan_version": 1,
        "provider": said,
        "as_of": NOW - timedelta(days=9),
        "payouts": 3,
        "taken": 11_000,
        "paid": {"USD": 9_000, "EUR": 700},
        "digest": "d" * 64,
        "why": said,
        "approved_by": (said, "lou"),
        "carried": {"held": 1},
    }
    return Batch(**given | more)


def an_action(said: str, **more: Any) -> ActionView:
    given: dict[str, Any] = {
        "action_id": "20261129-0123456789",
        "kind": "payout.approve",
        "target": f"payout/{BATCH}",
        "state": "proposed",
        "by": said,
        "is_own": False,
        "why": said,
        "proposed_at": NOW,
        "expires_at": NOW + timedelta(hours=72),
        "agreed_by": "",
        "agreed_at": None,
        "ended_by": "",
        "ended_at": None,
        "outcome": "",
        "seen": "d" * 64,
        "says": [("pays", said), ("more than 3 times their last", said)],
        "moved": [],
        "may_decide": True,
        "path": "/finance/actions",
        "failed": [("1", said)],
    }
    return ActionView(**given | more)


def a_batch_view(
    said: str = "csv", many: int = 3, state: str = "draft", **more: Any
) -> batch_page.BatchView:
    marks = batch_page.Marks(frozenset({f"{said}0"}), frozenset({f"{said}0"}), frozenset({said}))
    named = batch_page.NamedPeople(named=[said] * 3, more=7)
    record = a_batch(said, state=state)
    given: dict[str, Any] = {
        "batch_id": BATCH,
        "state": state,
        "tone": batches.TONES[state],
        "currency": "USD",
        "provider": said,
        "plan": said,
        "plan_version": 1,
        "as_of": record.as_of,
        "people": many,
        "taken": Money(11_000, "USD"),
        "paid": [Money(9_000, "USD"), Money(700, "EUR")],
        "digest": "d" * 64,
        "why": said,
        "approved_by": [said, "lou"],
        "steps": batch_page.steps(record),
        "is_stale": True,
        "left_out": [(each, 3, "/finance/payables/x?currency=USD") for each in LEFT_OUT],
        "left_out_people": 30,
        "states": [
            batch_page.StateLine(state=each, tone="good", people=2, paid=[Money(5, "USD")])
            for each in ("settled", "failed")
        ],
        "is_whole": False,
        "elsewhere": named,
        "first": 2,
        "jumped": named,
        "withheld": [(said, said)],
        "outgrown": ("USD-20261001-1", Money(5, "USD")),
        "rows": [
            batch_page.row(a_payout(f"{said}{number}", why=said), marks) for number in range(many)
        ],
        "more": f"/finance/batches/{BATCH}?after=x",
        "open": [an_action(said)],
        "file": batch_page.FileShown(name=said, sha256="a" * 64, size=12),
        "choices": batch_page.CHOICES[state],
        "takes_accounts": True,
        "may_settle": True,
        "may_act": True,
    }
    return batch_page.BatchView(**given | more)


def a_payee_view(said: str = "ann", **more: Any) -> payee.PayeeView:
    registered = Payee(
        member=said,
        reference=said,
        currency="EUR",
        country="DE",
        hold=said,
        held_by=said,
        held_at=NOW,
    )
    given: dict[str, Any] = {
        "member": said,
        "currency": "USD",
        "found": a_payable(),
        "registered": registered,
        "write_off": 700,
        "payouts": [a_payout(said, why=said)],
        "may_act": True,
        "once": "o",
    }
    return payee.payee(**given | more)


def a_settle(said: str = "x", many: int = 3) -> settling.SettleView:
    lines = [settling.told_line(a_payout(f"{said}{number}")) for number in range(many)]
    return settling.SettleView(
        batch_id=BATCH,
        told=said,
        lines=lines,
        contradictions=[said],
        problems=[said],
        sums=settling.sums_of(lines),
        is_read=True,
        seen="s",
        once="o",
    )


def a_desk(said: str = "ann") -> settling.PayoutDesk:
    return settling.PayoutDesk(
        payee=said,
        payout_id=f"{BATCH}-0",
        reference=said,
        provider_reference=said,
        batch_path=f"/finance/batches/{BATCH}",
        path=f"/finance/batches/{BATCH}/payouts/ann",
        payee_path="/finance/payees/ann?currency=USD",
        states=settling.STATES,
        said={"on": date(2026, 11, 30).isoformat(), "why": said},
        wrong={"on": "batches.bad.on", "state": "batches.bad.state"},
        refused=said,
        once="o",
    )


def an_adjustments(said: str = "ann", many: int = 3) -> adjustments.AdjustmentsView:
    due = adjustments.WriteOffDue(people=2, amount=Money(700, "USD"), address="/finance/payables")
    lines = [
        adjustments.AdjustedLine(
            row_id=f"entry-{number}",
            what="payout.write_off" if number else "payout hold",
            target=said,
            who=said,
            why=said,
            outcome="applied" if number else "a word of another release",
            tone="good",
            at=NOW,
            address="",
        )
        for number in range(many)
    ]
    return adjustments.AdjustmentsView(
        due=[due] if many else [],
        waiting=[an_action(said, kind="payout.write_off")] if many else [],
        since=date(2026, 10, 31),
        until=date(2026, 11, 30),
        lines=lines,
        earlier="/finance/adjustments?until=2026-10-30",
        later="",
    )


def an_evidence(said: str = "ann") -> evidence.EvidenceView:
    names = [name for each in evidence.FIELDS.values() for name in each]
    return evidence.EvidenceView(
        may_act=True,
        said=dict.fromkeys([*names, *evidence.CHECKED], said),
        wrong={"line": "evidence.bad.none", "manifest": "evidence.bad.digest"},
        is_ours=True,
    )
