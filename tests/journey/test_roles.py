"""The command line under each of the stack's policies for people, on the engine that enforces them.

It works as on AWS: by credentials, and the stack by its name. The engine does not ask the tables'
own policies; what is refused here is so by what people have.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journey import people
from tests.journey.baskets import basket, key
from tests.journey.deployed import Commissions, Said
from tests.journey.ledger_reads import Books
from tests.journey.people import ROLES, Person
from tests.journey.stores import COMPANY, Stores, happens
from tests.journey.test_rights import HISTORY, REWRITING, outcome
from tools.cli.errors import UNREACHABLE
from tools.demo.payloads import Line, order
from tools.stack import Stack

TOLD, UNMAPPED = 60_501, 60_502
REFUSED = "AWS does not let these credentials do that"
AUDITOR, OPERATOR, LOADER = "auditor", "operator", "loader"
Do = Callable[..., Said]


@pytest.fixture(scope="module")
def persons(stack: Stack) -> dict[str, Person]:
    return {does: people.person(stack, does) for does in ROLES}


@pytest.fixture(scope="module")
def do(
    stack: Stack, persons: dict[str, Person], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Do]:
    """Has somebody run a command."""
    with ExitStack() as until, (tmp_path_factory.mktemp("people") / "log").open("wb") as log:
        desks = {
            does: until.enter_context(people.at_the_command_line(each, log))
            for does, each in persons.items()
        }

        def run(does: str, *words: Any) -> Said:
            said = [*map(str, words), "--stack", stack.name]
            desks[does].ask(state="/nowhere", words=said)
            return Said(**desks[does].answer())

        yield run


@pytest.fixture(scope="module")
def sold(stack: Stack, company: Said, books: Books, commissions: Commissions) -> Iterator[str]:
    with Stores(stack.api_url) as stores:
        stores.tell("tea-us", "orders/paid", order(basket(TOLD)))
        nobody_knows = Line("TEA-OF-NOBODY", 1, 900)
        stores.tell("tea-us", "orders/paid", order(basket(UNMAPPED, nobody_knows)))
    assert happens(lambda: books.journals(key(TOLD)) and key(UNMAPPED) in books.parked())
    assert happens(books.is_quiet), books.on_the_way()
    yield key(TOLD)
    # What people had told again waits for the sweeper, as none of them may put events.
    commissions("replay", "--pending")
    assert happens(books.is_quiet), books.on_the_way()


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with a product, a person and a plan that the stack does not have."""
    folder = tmp_path_factory.mktemp("more")
    for file in filter(Path.is_file, COMPANY.iterdir()):
        (folder / file.name).write_bytes(file.read_bytes())
    with (folder / "skus.csv").open("a") as skus:
        skus.write("tea-us,TEA-ROLES,tea-roles,Tea,tea,standard,1.00,1.00,1.00,1.00,2026-11-01,\n")
    with (folder / "distributors.csv").open("a") as distributors:
        distributors.write("roles-1,ann,active,,US,,2026-11-01,ROLES-1,participant,\n")
    plan = (folder / "plan.yaml").read_text()
    (folder / "other.yaml").write_text(plan.replace("harbour", "roles"))
    return folder


ALL = {AUDITOR, OPERATOR, LOADER}
SEE = {AUDITOR, OPERATOR}
KEEP = {OPERATOR, LOADER}
WHO_MAY: dict[tuple[Any, ...], set[str]] = {
    ("order", TOLD): ALL,
    ("explain", f"{key(TOLD)}/1/0"): ALL,
    ("statement", "cara"): SEE,
    ("parked",): ALL,
    ("log",): ALL,
    ("store", "list"): ALL,
    ("skus", "list"): ALL,
    ("actions", "list"): ALL,
    ("privacy", "list"): SEE,
    ("refold", "--since", "2026-11-20"): ALL,
    ("store", "show", "tea-us"): KEEP,
    ("health", "--recorded"): SEE,
    ("warehouse", "status"): SEE,
    ("release", UNMAPPED, "--dismiss", "--reason", "a test"): {OPERATOR},
    # What waited for a store's access goes on when a loader sets it.
    ("replay", "--order", TOLD): KEEP,
    ("rebuild", "--order", key(TOLD)): {OPERATOR},
    ("decide", TOLD, "--goodwill", "keep", "--why", "a test", "--apply"): {OPERATOR},
    ("reconcile", "--day", "2026-11-19", "--store", "tea-us"): {OPERATOR},
    ("privacy", "done", "nobody", "--note", "answered"): {OPERATOR},
    ("load", "more"): {LOADER},
    ("plan", "publish", "more/other.yaml", "--apply", "--why", "a test"): {LOADER},
    ("store", "secret", "ann-shop", "--value", "another-secret-of-ann-shop"): {LOADER},
}
"""By command, who may run it; whoever else tries is told what it takes, and nothing happened."""
FILES = ("more", "more/other.yaml")


@pytest.mark.parametrize("words", WHO_MAY, ids=lambda words: " ".join(map(str, words[:2])))
def test_a_command_is_for_whom_it_is_meant_and_the_others_are_told(
    do: Do, sold: str, more: Path, words: tuple[Any, ...]
) -> None:
    there = [each.replace("more", str(more), 1) if each in FILES else each for each in words]
    # Who may not comes first: what is done already would ask for no right.
    said = {does: do(does, *there) for does in sorted(ALL, key=WHO_MAY[words].__contains__)}
    told = {does: each.text for does, each in said.items() if each.code == UNREACHABLE}

    assert told.keys() == ALL - WHO_MAY[words], said
    assert all(REFUSED in text for text in told.values()), told
    assert [does for does, each in said.items() if "Unexpected" in each.text] == []


def test_what_they_did_is_in_the_log_and_the_auditor_is_not(
    commissions: Commissions, stack: Stack, do: Do, sold: str
) -> None:
    """Whoever may not write the log changes nothing either: the entry comes first."""
    assert do(OPERATOR, "replay", "--order", TOLD).code == 0
    assert do(AUDITOR, "replay", "--order", TOLD).code == UNREACHABLE
    who = {each["who"].rpartition("/")[2] for each in commissions("log", "--json").json["entries"]}

    assert f"{stack.name}-operator" in who
    assert f"{stack.name}-auditor" not in who


def test_what_a_loader_brought_is_there(
    commissions: Commissions, do: Do, sold: str, more: Path
) -> None:
    do(LOADER, "load", more)
    again = commissions("load", more, "--json").json

    assert set(again["new"].values()) == {0}


@pytest.mark.parametrize("does", ROLES)
@pytest.mark.parametrize("table", HISTORY)
def test_nobody_rewrites_the_ledger(persons: dict[str, Person], does: str, table: str) -> None:
    who = persons[does]
    database, name = who.client("dynamodb"), who.stack.resources[table]
    outcomes = {
        what: outcome(lambda call=call: call(database, name, HISTORY[table]))  # type: ignore[misc]
        for what, call in REWRITING.items()
    }

    assert outcomes == dict.fromkeys(REWRITING, "AccessDeniedException")


@pytest.mark.parametrize("does", ROLES)
def test_only_who_refolds_adds_to_the_ledger(persons: dict[str, Person], does: str) -> None:
    who = persons[does]
    table = who.stack.resources["JournalTable"]
    wrong = {"order_key": {"S": "nobodys/order/1"}, "number": {"N": "1"}}
    put = {
        "TableName": table,
        "Item": wrong,
        # Never true: whether it may is asked before.
        "ConditionExpression": "attribute_exists(order_key)",
    }
    said = outcome(
        lambda: who.client("dynamodb").transact_write_items(TransactItems=[{"Put": put}])
    )

    allowed = "TransactionCanceledException"
    assert said == (allowed if does == "refolder" else "AccessDeniedException")


SECRET = {"SecretId": "{stack}/stores/shopify/tea-go/access"}
BY_HAND: dict[str, tuple[str, str, dict[str, Any], set[str]]] = {
    "a table's policy": ("dynamodb", "put_resource_policy", {"Policy": "{}"}, set()),
    "a table's end": ("dynamodb", "delete_table", {}, set()),
    "what opens a store": ("secretsmanager", "get_secret_value", SECRET, KEEP),
    "a secret's end": ("secretsmanager", "delete_secret", SECRET, set()),
    "what is quarantined": ("s3", "list_objects_v2", {"Bucket": "QuarantineBucket"}, {OPERATOR}),
    "reports": ("s3", "list_objects_v2", {"Bucket": "ReportsBucket"}, SEE),
    "an event": (
        "events",
        "put_events",
        {"Entries": [{"Source": "commissions", "DetailType": "order.placed", "Detail": "{}"}]},
        set(),
    ),
    "the key of events": ("secretsmanager", "get_secret_value", {"SecretId": "EventKey"}, set()),
    "their own rights": (
        "iam",
        "put_role_policy",
        {"RoleName": "{stack}-operator", "PolicyName": "more", "PolicyDocument": "{}"},
        set(),
    ),
    "the stack itself": ("cloudformation", "delete_stack", {"StackName": "{stack}"}, set()),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_by_hand_people_may_no_more_than_by_the_command_line(
    persons: dict[str, Person], company: Said, what: str
) -> None:
    service, action, given, may = BY_HAND[what]
    stack = persons[AUDITOR].stack
    asked: dict[str, Any] = {
        name: stack.resources.get(value, value.replace("{stack}", stack.name))
        for name, value in given.items()
        if isinstance(value, str)
    }
    if entries := given.get("Entries"):
        asked["Entries"] = [{**each, "EventBusName": stack.resources["Bus"]} for each in entries]
    if service == "dynamodb":
        table = stack.resources["JournalTable"]
        arn = f"arn:aws:dynamodb:{stack.region}:000000000000:table/{table}"
        asked |= {"ResourceArn": arn} if "Policy" in given else {"TableName": table}
    said = {
        does: outcome(lambda does=does: getattr(persons[does].client(service), action)(**asked))  # type: ignore[misc]
        for does in sorted(ALL)
    }

    assert {does for does, each in said.items() if not each.startswith("AccessDenied")} == may


def test_the_policies_that_the_stack_says_are_those(stack: Stack) -> None:
    names = {name for policies in ROLES.values() for name in policies}
    said = {name: stack.outputs[f"{name}Policy"] for name in names}

    assert said == {name: stack.resources[name] for name in names}
