from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.accounts import administration, sessions, settings
from commissions.application.accounts.administration import NewAccount, WrongAccount
from commissions.application.accounts.roles import AccountClosed, set_roles
from commissions.application.accounts.settings import WrongSetting
from commissions.application.actions import account_roles, steps
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.aws import pool_users
from commissions.aws.pool_users import EmailTaken
from commissions.domain.actions.action import APPLIED, FAILED, PROPOSED, Action, Actor
from commissions.domain.actions.agreeing import OwnAction
from commissions.domain.people.accounts import FINANCE, MEMBER, OPERATOR, RolesUnfit
from commissions.domain.people.genealogy import UnknownMember
from commissions.domain.people.member import Member
from commissions.domain.people.upline import PARTICIPANT
from commissions.tables import accounts, audit_log, members
from commissions.tables.accounts import HasAccount, UnknownAccount
from commissions.tables.items import scan
from tests.support.pages import NOW
from tests.support.user_pool import PASSWORD, PlayedPool, played

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.enable_socket]

MARA, INES = Actor("mara", "tests"), Actor("ines", "tests")
CAT = NewAccount(email="cat@example.org", name="Cat Example", member_id="cat")
PRINCIPAL = "123456789012/user/olga"
OLGA = NewAccount(email="olga@example.org", name="Olga Example")


@pytest.fixture(autouse=True)
def _pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedPool]:
    members.register(Member(member_id="cat", kind=PARTICIPANT, created_at=NOW))
    with played(monkeypatch) as found:
        yield found


def proposed(account_id: str, *roles: str, ask: bool = True) -> Action:
    request = ActionRequest(
        kind="account.roles",
        target=account_roles.target_of(account_id),
        payload=account_roles.payload_of(account_id, frozenset(roles)),
        why="she looks after orders",
        ask=ask,
    )
    return submit(request, MARA, datetime.now(UTC))


def approve(action: Action, who: Actor = INES) -> Action:
    return steps.approve(action.action_id, who, action.draft.digest, datetime.now(UTC))


def test_a_members_account_begins_as_a_members() -> None:
    account = administration.open_account(CAT, password=PASSWORD)

    assert (account.roles, account.member_id) == (frozenset({MEMBER}), "cat")
    assert administration.resolve("cat") == administration.resolve(account.account_id) == account


def test_an_account_of_the_staff_begins_with_nothing() -> None:
    assert administration.open_account(OLGA, password=PASSWORD).roles == frozenset()


def test_name_and_address_are_in_the_user_pool_and_nowhere_else() -> None:
    account = administration.open_account(CAT, password=PASSWORD)
    person = administration.who_they_are([account])[account.account_id]

    assert (person.name, person.email, person.enabled) == ("Cat Example", "cat@example.org", True)
    assert "xample" not in str(list(scan(accounts.TABLE)))


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"email": "cat"}, "email"),
        ({"email": "cat@localhost"}, "email"),
        ({"email": "a@b@example.org"}, "email"),
        ({"email": "Cat <cat@example.org>"}, "email"),
        ({"email": f"cat@{'x' * 250}.org"}, "email"),
        ({"name": " "}, "name"),
        ({"name": "Cat\nExample"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"language": "fr"}, "language"),
        ({"zone": "Berlin"}, "zone"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_by_its_field(
    other: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"email": "cat@example.org", "name": "Cat"}

    with pytest.raises((WrongAccount, WrongSetting), match=f"^{field}: "):
        administration.check(NewAccount(**given | other), frozenset())


def test_nobody_gets_the_figures_of_a_member_that_there_is_not() -> None:
    with pytest.raises(UnknownMember):
        administration.check(
            NewAccount(email="x@example.org", name="X", member_id="nobody"), frozenset({MEMBER})
        )


def test_a_member_has_one_account_and_an_address_too() -> None:
    administration.open_account(CAT, password=PASSWORD)

    with pytest.raises(HasAccount):
        administration.check(
            NewAccount(email="x@example.org", name="X", member_id="cat"), frozenset({MEMBER})
        )
    with pytest.raises(EmailTaken):
        administration.open_account(
            NewAccount(email="cat@example.org", name="Another"), password=PASSWORD
        )


def test_what_was_cut_off_between_the_pool_and_the_table_is_done_again() -> None:
    there = pool_users.add_user("cat@example.org", "Cat Example", password=PASSWORD)

    assert administration.open_account(CAT, password=PASSWORD).account_id == there


@pytest.mark.parametrize(
    ("roles", "member", "why"),
    [
        ({"boss"}, "", "boss"),
        ({"auditor", "operator"}, "", "changes nothing"),
        ({"admin", "finance"}, "", "pays nobody"),
        ({"member"}, "", "no member's"),
        ({"operator"}, "cat", "cat's"),
    ],
)
def test_roles_that_nobody_is_to_have_together_are_refused(
    roles: set[str], member: str, why: str
) -> None:
    asked = NewAccount(email="x@example.org", name="X", member_id=member)

    with pytest.raises(RolesUnfit, match=why):
        administration.check(asked, frozenset(roles))


def test_roles_are_given_by_two_people_and_each_step_is_in_the_log() -> None:
    account = administration.open_account(OLGA, password=PASSWORD)

    action = proposed(account.account_id, OPERATOR)
    with pytest.raises(OwnAction):
        approve(action, MARA)
    before = administration.resolve(account.account_id)
    done = approve(action)

    assert (action.state, done.state) == (PROPOSED, APPLIED)
    assert action.draft.effect.says == (
        ("account", account.account_id),
        ("at the command line", account_roles.NOBODY),
        ("has now", "none"),
        ("would have", "operator"),
    )
    assert before.roles == frozenset()
    assert administration.resolve(account.account_id).roles == frozenset({OPERATOR})
    assert [each["what"] for each in scan(audit_log.TABLE)] == ["account.roles"] * 3


def test_nobody_is_at_the_command_line_who_somebody_else_is_already() -> None:
    """Each would be the other's second person."""
    account = administration.open_account(replace(OLGA, principal=PRINCIPAL), password=PASSWORD)
    other = replace(CAT, principal=PRINCIPAL.replace("olga", "Olga"))

    with pytest.raises(WrongAccount, match=f"who {account.account_id} is already"):
        administration.check(other, frozenset({MEMBER}))
    with pytest.raises(WrongAccount, match="already"):
        administration.open_account(other, password=PASSWORD)
    says = dict(proposed(account.account_id, OPERATOR).draft.effect.says)
    assert says["at the command line"] == PRINCIPAL
    administration.close(account.account_id)
    assert administration.open_account(other, password=PASSWORD).principal == other.principal


@pytest.mark.parametrize(
    "principal", ["olga", "another-account", "1/user/x", f"{'1' * 12}/user/a b"]
)
def test_who_somebody_is_at_the_command_line_is_as_aws_says(principal: str) -> None:
    with pytest.raises(WrongAccount, match="principal"):
        administration.check(replace(OLGA, principal=principal), frozenset({OPERATOR}))


def test_who_has_other_roles_signs_in_again() -> None:
    account = administration.open_account(OLGA, password=PASSWORD)
    set_roles(account.account_id, frozenset({OPERATOR}))
    held = administration.resolve(account.account_id)
    cookie = sessions.begin(held, "Olga", proved_at=NOW, now=NOW).cookie

    approve(proposed(account.account_id, FINANCE))

    assert sessions.current(cookie, NOW) is None


def test_roles_are_changed_once_however_often_it_is_carried_out() -> None:
    account = administration.open_account(OLGA, password=PASSWORD)

    first = set_roles(account.account_id, frozenset({OPERATOR}))
    again = set_roles(account.account_id, frozenset({OPERATOR}))

    assert (first, first.epoch) == (again, account.epoch + 1)


def test_what_was_agreed_to_is_not_done_to_an_account_that_was_closed_meanwhile() -> None:
    account = administration.open_account(OLGA, password=PASSWORD)
    action = proposed(account.account_id, OPERATOR)
    administration.close(account.account_id)

    with pytest.raises(AccountClosed):
        approve(action)

    assert administration.resolve(account.account_id).roles == frozenset()
    assert action.state != FAILED


def test_whoever_is_closed_out_is_out_of_the_user_pool_too() -> None:
    account = administration.open_account(CAT, password=PASSWORD)
    cookie = sessions.begin(account, "Cat", proved_at=NOW, now=NOW).cookie

    administration.close(account.account_id)
    administration.close(account.account_id)

    assert sessions.current(cookie, NOW) is None
    assert administration.who_they_are([account])[account.account_id].enabled is False
    with pytest.raises(UnknownAccount):
        administration.resolve("cat")


def test_of_who_is_forgotten_nothing_is_left() -> None:
    account = administration.open_account(CAT, password=PASSWORD)

    administration.forget(account.account_id)

    assert list(scan(accounts.TABLE)) == []
    assert administration.who_they_are([account]) == {}


def test_accounts_are_listed_by_role_and_closed_ones_last() -> None:
    cat = administration.open_account(CAT, password=PASSWORD)
    olga = administration.open_account(OLGA, password=PASSWORD)
    administration.close(cat.account_id)
    set_roles(olga.account_id, frozenset({OPERATOR}))

    assert [each.account_id for each in administration.listed()] == [
        olga.account_id,
        cat.account_id,
    ]
    assert [each.account_id for each in administration.listed(OPERATOR)] == [olga.account_id]


def test_what_somebody_prefers_holds_from_their_next_click_on() -> None:
    account = administration.open_account(CAT, password=PASSWORD)
    cookie = sessions.begin(account, "Cat", proved_at=NOW, now=NOW).cookie

    settings.prefer(account.account_id, "de", "Europe/Berlin")
    with pytest.raises(WrongSetting):
        settings.prefer(account.account_id, "de", "Berlin")

    found = sessions.current(cookie, NOW)
    assert found
    assert (found.who.language, found.who.zone) == ("de", "Europe/Berlin")
