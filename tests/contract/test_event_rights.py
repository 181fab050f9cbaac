"""Who may put what on the bus: each function what its code says there, and nobody else anything."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from commissions import events
from commissions.application.care import decide_order, override_order, refold, spoken_words
from commissions.tables import inbox, pending
from tests.contract.test_rights import FUNCTIONS, allowed, role_of
from tests.support.publishers import LAYER, heard_by, made_for, publishers, said_by, stated
from tests.support.template import ROOT, as_list, named, of_type, resource

Statement = dict[str, Any]
PUT = "events:PutEvents"
TELL_NOTHING = {
    "Console": "it says what an action would do, by modules that do it too; CarryOut does it",
    "Reconcile": "it looks at what is listed, in a module that settles and tells too",
}
"""What a function's modules could say and it never does; so its role may say nothing."""


def rights_to_tell(function: str) -> list[Statement]:
    return [statement for action, _, statement in allowed(function) if action == PUT]


def may_tell(function: str) -> set[str]:
    return {
        name
        for statement in rights_to_tell(function)
        for name in as_list(
            statement["Condition"]["ForAllValues:StringEquals"]["events:detail-type"]
        )
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_say_what_its_code_says_and_no_more(name: str) -> None:
    assert may_tell(name) == (set() if name in TELL_NOTHING else said_by(name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_does_not_name_its_source_and_its_kind_is_refused(name: str) -> None:
    """ForAllValues is true of a key that is not there."""
    for statement in rights_to_tell(name):
        condition = dict(statement["Condition"])
        listed = dict(condition.pop("ForAllValues:StringEquals"))
        listed.pop("events:detail-type")

        assert named(statement["Resource"]) == {"Bus"}
        assert condition == {"Null": {"events:source": "false", "events:detail-type": "false"}}
        assert listed == {"events:source": [events.SOURCE]}


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("order.mapped", {"MapSkus"}),
        ("sale.attributed", {"Attribute"}),
        ("attribution.carried", {"Earn", "Carry", "Reverse"}),
        ("attribution.broadcast", {"Earn", "Reverse"}),
        ("lines.carried", {"Earn", "Carry", "Reverse"}),
        ("customer.named", {"Earn", "Reverse"}),
        ("order.decided", {"CarryOut", "Sweep"}),
        ("order.overridden", {"CarryOut", "Sweep"}),
        ("customers.merged", {"CarryOut", "IngestShopify", "Sweep"}),
        ("privacy.asked", {"CarryOut", "IngestShopify", "Sweep"}),
    ],
)
def test_what_decides_pay_or_erases_is_said_by_whoever_works_it_out(
    kind: str, by: set[str]
) -> None:
    assert {name for name in FUNCTIONS if kind in may_tell(name)} == by


def test_whatever_is_published_is_held_to_what_its_module_or_its_caller_states() -> None:
    loose = [
        f"{path.name}: {ast.unparse(call)}"
        for path, call in publishers()
        if ast.unparse(call.args[1]) not in ("TELLS", "tells")
    ]

    assert loose == []
    assert len({path for path, _ in publishers()}) > 4


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_step_states_nothing_that_is_not_made_on_its_way(name: str) -> None:
    assert stated(name) <= made_for(name)


def test_what_is_not_made_on_a_steps_way_is_seen() -> None:
    assert "sale.attributed" not in made_for("MapSkus")
    assert "order.mapped" not in made_for("Attribute")


def test_nobody_else_in_the_account_puts_anything_on_the_bus() -> None:
    [(name, policy)] = of_type("AWS::Events::EventBusPolicy").items()
    statement = policy["Statement"]
    roles = {role_of(each) for each in FUNCTIONS if rights_to_tell(each)}

    assert resource(name)["Condition"] == "NotLocal"
    assert named(policy["EventBusName"]) == named(statement["Resource"]) == {"Bus"}
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", PUT)
    assert named(statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]) == roles
    # Both have to be so for anybody to be kept out; who is named nowhere is.
    assert statement["Condition"].keys() == {"ArnNotEquals", "ArnNotLike"}
    assert statement["Condition"]["ArnNotLike"]["Fn::If"] == [
        "SomebodyOperates",
        {"aws:PrincipalArn": {"Ref": "Operators"}},
        {"Ref": "AWS::NoValue"},
    ]


def test_what_is_heard_and_no_store_said_has_to_prove_itself() -> None:
    heard = {kind for name in FUNCTIONS for kind in heard_by(name)}
    by_stores = {kind for name in FUNCTIONS if name.startswith("Ingest") for kind in said_by(name)}

    assert {events.DETAIL_TYPES[each] for each in events.SIGNED} == heard - by_stores


def test_nothing_that_is_deployed_believes_an_event_without_a_look_at_what_proves_it() -> None:
    believing = {
        path.name
        for path in [*LAYER.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
        if "decode_event" in path.read_text()
    }

    assert believing == {"bus.py"}


def test_no_function_writes_a_persons_word_into_the_inbox_or_rewrites_what_is_there() -> None:
    """From where the sweeper would tell it, and sign it."""
    [words, contents] = of_type("AWS::IAM::ManagedPolicy")["WordsArePeoples"]["PolicyDocument"][
        "Statement"
    ]
    kept = {module.TOPIC for module in (decide_order, override_order, refold)}
    patterns = words["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]
    names = contents["Condition"]["ForAnyValue:StringEquals"]["dynamodb:Attributes"]
    item = inbox.item_id("shopify", "tea", "{topic}", b"")

    assert kept == set(spoken_words.TOPICS)
    assert (words["Effect"], words["Action"]) == ("Deny", "dynamodb:PutItem")
    assert {
        each for each in kept for one in patterns if fnmatch(item.format(topic=each), one)
    } == kept
    assert not any(fnmatch(item.format(topic="orders/paid"), one) for one in patterns)
    assert (contents["Effect"], contents["Action"]) == ("Deny", "dynamodb:UpdateItem")
    assert set(names) == {"records", "claim"}
    assert named(words["Resource"]) == named(contents["Resource"]) == {"InboxTable"}


def test_what_the_inbox_holds_is_written_once() -> None:
    """So that to forbid it costs nobody anything."""
    source = Path(inbox.__file__).read_text() + Path(pending.__file__).read_text()
    updates = re.findall(r"UpdateExpression=\(?\s*f?\"([^\"]+)", source)

    assert len(updates) > 3
    assert not [each for each in updates if "records" in each or "claim" in each]
