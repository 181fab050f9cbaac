from commissions.application.care.decide_order import Proposal
from commissions.application.care.decision_effect import Change
from commissions.domain.orders.decision import DISPUTE, GOODWILL, WITHDRAWN
from tests.support.orders import a_decision, a_refund, accepted
from tests.unit.tools.screens import rendered
from tools.cli import decision_view

KEPT = a_decision(GOODWILL, "keep")
BACK = a_decision(GOODWILL, WITHDRAWN, minutes=121, by="ines")
LOST = a_decision(DISPUTE, "lost", subject="D~1", amount=12_50, approved_by="ines")
CHANGES = (Change("ann", "USD", 5_00, 5_00), Change("cat", "USD", 20_00, 15_00))


def proposal(*decisions: object, changes: tuple[Change, ...] = CHANGES) -> Proposal:
    return Proposal("shopify/tea/1001", "USD", decisions, changes)  # type: ignore[arg-type]


def test_a_proposal_names_only_those_whose_money_changes() -> None:
    seen = rendered(decision_view.screen(proposal(KEPT), applied=False))

    assert seen.splitlines()[:3] == [
        "Order shopify/tea/1001",
        "  goodwill: keep",
        "    by mara, 2026-11-20 14:00:00 UTC: as the shop says",
    ]
    assert "cat 20.00 USD 15.00 USD -5.00 USD" in " ".join(seen.split())
    assert "ann" not in seen
    assert seen.endswith(decision_view.DRY)


def test_what_changes_nobodys_money_says_so() -> None:
    seen = rendered(decision_view.screen(proposal(KEPT, changes=CHANGES[:1]), applied=True))

    assert "It changes nobody's money as things are." in seen
    assert seen.endswith("Decided. See `commissions order shopify/tea/1001` in a moment.")


def test_machines_get_everybody_in_minor_units() -> None:
    answer = decision_view.answer(proposal(KEPT), applied=True)

    assert (answer["applied"], answer["stands_already"]) == (True, False)
    assert [each["change"] for each in answer["changes"]] == [0, -5_00]
    assert answer["decisions"][0]["answer"] == "keep"


def test_the_decisions_of_an_order_say_which_count_no_more() -> None:
    refund = a_refund()
    listed = [(KEPT, False), (BACK, False), (LOST, True), (accepted(refund), True)]

    lines = rendered(decision_view.listed(listed, "USD")).splitlines()
    assert lines[1::2] == [
        "  goodwill: keep  counts no more",
        "  goodwill: taken back",
        "  dispute D~1: lost, 12.50 USD",
        f"  refund r1 told as {refund.digest[:12]}: accept",
    ]
    assert lines[6] == "    by mara and ines, 2026-11-20 14:00:00 UTC: as the shop says"
