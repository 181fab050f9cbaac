from datetime import timedelta

import pytest

from commissions.domain.people.accounts import (
    ADMIN,
    AUDITOR,
    COMPLIANCE,
    FINANCE,
    FRESH,
    MEMBER,
    OPERATOR,
    STAFF,
    first_page,
    may,
)
from tests.support.pages import NOW, somebody


def roles(text: str) -> frozenset[str]:
    return frozenset(text.split())


@pytest.mark.parametrize(
    ("held", "wanted", "reads", "changes"),
    [
        ("member", "member", True, True),
        ("operator", "operator", True, True),
        ("operator", "finance", False, False),
        ("finance", "operator", False, False),
        ("admin", "operator", False, False),
        ("member", "operator finance compliance auditor admin", False, False),
        ("auditor", "operator", True, False),
        ("auditor", "finance", True, False),
        ("auditor", "admin", True, False),
        ("auditor", "auditor", True, False),
        ("auditor", "member", False, False),
        ("auditor operator", "operator", True, True),
        ("auditor operator", "finance", True, False),
        ("member operator", "member", True, True),
        ("", "member", False, False),
        ("", "", False, False),
        ("auditor", "", False, False),
    ],
)
def test_who_may_what(held: str, wanted: str, reads: bool, changes: bool) -> None:
    found = [may(roles(held), roles(wanted), changes=each) for each in (False, True)]

    assert found == [reads, changes]


def test_members_are_no_staff() -> None:
    assert {OPERATOR, FINANCE, COMPLIANCE, AUDITOR, ADMIN} == STAFF


@pytest.mark.parametrize(
    ("held", "first"),
    [
        ("member", "/app"),
        ("operator", "/console"),
        ("finance", "/finance"),
        ("auditor", "/console"),
        ("compliance", "/console"),
        ("admin", "/console"),
        ("member operator", "/console"),
        ("member finance", "/finance"),
        ("finance operator", "/console"),
    ],
)
def test_everybody_begins_where_their_work_is(held: str, first: str) -> None:
    assert first_page(roles(held)) == first


def test_who_signed_in_a_while_ago_proves_it_again_before_what_needs_two_people() -> None:
    who = somebody(MEMBER)

    assert who.is_fresh(NOW + FRESH)
    assert not who.is_fresh(NOW + FRESH + timedelta(seconds=1))
