"""What a person is told of a check of our queries against a store's schema."""

from commissions.clients.abilities import ApiSchema, AskedOperation
from tests.unit.tools.screens import rendered
from tools.cli import schema_view
from tools.schema_check import BREAKS, DEPRECATED, SchemaFinding

GONE = SchemaFinding(
    BREAKS, "Cannot query field 'fees' on type 'Order'.", ("OneOrder", "SomeOrders")
)
GOING = SchemaFinding(DEPRECATED, "The field Shop.id is deprecated. Use another.", ("Now",))
ASKED = (AskedOperation("Now", "", {}), AskedOperation("Subscribe", "", {}))


def schema(answered: str = "2026-10") -> ApiSchema:
    return ApiSchema("2026-10", answered, {}, (*ASKED, ASKED[1]))


def shown(*findings: SchemaFinding, answered: str = "2026-10") -> str:
    return rendered(schema_view.screen("tea", schema(answered), findings))


def test_that_all_is_there_is_told_with_how_much_was_looked_at() -> None:
    seen = shown()

    assert "tea  2 operations by version 2026-10" in seen
    assert "has all that is asked of it" in seen


def test_each_finding_is_told_with_the_queries_that_it_is_in() -> None:
    seen = " ".join(shown(GONE, GOING).split())

    assert "breaks: Cannot query field 'fees' on type 'Order'." in seen
    assert "(asked by OneOrder, SomeOrders)" in seen
    assert "deprecated: The field Shop.id is deprecated. Use another. (asked by Now)" in seen
    assert "has all that is asked of it" not in seen


def test_another_version_than_was_asked_is_told() -> None:
    assert "answers by version 2027-01 instead" in shown(answered="2027-01")


def test_a_machine_is_told_the_same() -> None:
    answer = schema_view.answer_of(schema("2027-01"), [GONE])

    assert (answer["version_asked"], answer["version_answered"]) == ("2026-10", "2027-01")
    assert answer["operations"] == 2
    assert answer["findings"] == [
        {"kind": "breaks", "says": GONE.says, "operations": ["OneOrder", "SomeOrders"]}
    ]
