from datetime import UTC, datetime

from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from tests.support.journal_lines import a_journal_line
from tests.support.said import updates

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CONTEXT = Context(
    cause="sale",
    plan="demo",
    plan_version=1,
    plan_digest="d",
    seller="cat",
    buyer_class="retail",
    carrier="",
    upline_as_of=NOW,
    order_currency="USD",
    order_net=10_000,
    rate="1",
    rate_day="2026-11-20",
    maps=(),
)


def a_journal(*lines: JournalLine, legs: tuple[Leg, ...]) -> Journal:
    return sealed(
        Journal(
            order_key="shopify/tea/1001",
            number=1,
            effective_at=NOW,
            recorded_at=NOW,
            facts=(),
            legs=legs,
            lines=lines,
            context=CONTEXT,
            previous_hash=FIRST,
        )
    )


VOLUME = (Leg("volume:cat:2026-11", "pv", 500), Leg("volume_issued:tea", "pv", -500))
MONEY = (Leg("commission_payable:bob", "USD", 100), Leg("commission_expense:tea", "USD", -100))


def test_who_earns_has_a_line_and_it_counts_in_their_month() -> None:
    [bob, _] = updates(a_journal(a_journal_line("bob", 100), legs=MONEY + VOLUME))

    assert [(line.distributor_id, line.amount, line.currency) for line in bob.lines] == [
        ("bob", 100, "USD")
    ]
    assert bob.months == {
        "2026-11 USD": {
            "payable": 100,
            "earned": 100,
            "team": 100,
            "tk": 100,
            "lines": 1,
            "orders": 1,
            "version": 1,
        }
    }
    assert (bob.lines[0].month, bob.lines[0].plan) == ("2026-11", "demo@1:d")


def test_whose_volume_alone_moved_has_a_line_that_says_why() -> None:
    [_, cat] = updates(a_journal(a_journal_line("bob", 100), legs=MONEY + VOLUME))

    assert [(line.event_id, line.kind, line.amount) for line in cat.lines] == [
        ("shopify/tea/1001/1/volume", "volume", 0)
    ]
    assert cat.months == {"2026-11 USD": {"pv": 500, "orders": 1, "version": 1}}


def test_volume_beside_a_commission_needs_no_line_of_its_own() -> None:
    legs = (Leg("commission_payable:cat", "USD", 100), MONEY[1], *VOLUME)
    [cat] = updates(a_journal(a_journal_line("cat", 100), legs=legs))

    assert [line.kind for line in cat.lines] == ["commission"]
    [(item, figures)] = cat.months.items()
    assert item == "2026-11 USD"
    assert (figures["payable"], figures["own"], figures["pv"]) == (100, 100, 500)


def test_a_line_that_is_not_paid_is_on_the_statement_with_its_reason() -> None:
    [dan] = updates(a_journal(a_journal_line("dan", 0, "inactive as of the sale"), legs=()))

    assert "inactive as of the sale" in dan.lines[0].calc_snapshot_json
    assert dan.months == {
        "2026-11 USD": {"unpaid": 10_00, "uk": 10_00, "lines": 1, "orders": 1, "version": 1}
    }


def test_a_level_that_nobody_fills_is_on_nobodys_statement() -> None:
    assert updates(a_journal(a_journal_line("", 0, "nobody is left for level 2"), legs=())) == []
