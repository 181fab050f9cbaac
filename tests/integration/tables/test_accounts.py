from dataclasses import replace

import pytest

from commissions.domain.people.accounts import MEMBER, OPERATOR, Account
from commissions.tables import accounts
from commissions.tables.accounts import HasAccount, UnknownAccount
from commissions.tables.items import scan
from commissions.tables.versioned import VersionConflict

pytestmark = pytest.mark.usefixtures("aws")

ANN = Account(account_id="0a1b", roles=frozenset({MEMBER}), member_id="ann")
MARA = Account(account_id="9f8e", roles=frozenset({OPERATOR}), principal="123456789012/user/mara")


def test_an_account_is_found_by_its_id_and_by_its_member() -> None:
    accounts.add(ANN)
    accounts.add(MARA)

    assert accounts.find("0a1b") == ANN == accounts.of_member("ann")
    assert accounts.find("9f8e") == MARA
    assert set(accounts.every()) == {ANN, MARA}


def test_nobody_else_has_one() -> None:
    assert accounts.find("0a1b") is None
    assert accounts.of_member("ann") is None
    with pytest.raises(UnknownAccount):
        accounts.stored("0a1b")


def test_what_names_the_account_of_a_member_is_no_account_itself() -> None:
    accounts.add(ANN)

    assert accounts.find("member#ann") is None
    with pytest.raises(UnknownAccount):
        accounts.stored("member#ann")


def test_a_member_has_one_account() -> None:
    accounts.add(ANN)

    with pytest.raises(HasAccount, match="ann has the account 0a1b"):
        accounts.add(replace(ANN, account_id="another"))
    with pytest.raises(VersionConflict):
        accounts.add(ANN)

    assert list(accounts.every()) == [ANN]


def test_of_two_changes_at_once_one_counts() -> None:
    accounts.add(MARA)
    read = accounts.stored("9f8e")
    accounts.change(read, replace(MARA, zone="Europe/Berlin"))

    with pytest.raises(VersionConflict):
        accounts.change(read, replace(MARA, language="de"))

    assert accounts.find("9f8e") == replace(MARA, zone="Europe/Berlin")


def test_what_somebody_prefers_is_theirs_to_say_and_changes_no_role() -> None:
    accounts.add(MARA)
    read = accounts.stored("9f8e")

    accounts.prefer("9f8e", "de", "Europe/Berlin")

    assert accounts.find("9f8e") == replace(MARA, language="de", zone="Europe/Berlin")
    with pytest.raises(VersionConflict):
        accounts.change(read, MARA)


def test_a_closed_account_ends_its_sessions_and_leaves_its_member_free_for_another() -> None:
    accounts.add(ANN)

    closed = accounts.close(accounts.stored("0a1b"))
    accounts.add(replace(ANN, account_id="another"))

    assert (closed.closed, closed.epoch) == (True, ANN.epoch + 1)
    assert accounts.find("0a1b") == closed
    assert accounts.of_member("ann") == replace(ANN, account_id="another")


def test_an_account_that_is_closed_twice_takes_nothing_from_the_next_one() -> None:
    accounts.add(ANN)
    accounts.close(accounts.stored("0a1b"))
    accounts.add(replace(ANN, account_id="another"))

    accounts.close(accounts.stored("0a1b"))

    assert accounts.of_member("ann") == replace(ANN, account_id="another")


def test_no_name_and_no_address_stands_in_the_table() -> None:
    accounts.add(ANN)
    accounts.add(MARA)

    assert {name for item in scan(accounts.TABLE) for name in item} == {
        "id",
        "roles_held",
        "member_id",
        "principal",
        "language",
        "zone",
        "closed",
        "epoch",
        "version",
        "account_id",
    }
