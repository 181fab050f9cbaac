import pytest

from commissions.application.care.approval import Approval, NoReason, NotByTwo


@pytest.mark.parametrize(
    ("by", "approved_by"), [("dana", ""), ("", "femi"), ("dana", "dana"), ("dana", " Dana ")]
)
def test_one_person_alone_is_not_enough(by: str, approved_by: str) -> None:
    with pytest.raises(NotByTwo, match="It takes two people"):
        Approval(by=by, approved_by=approved_by, why="the rule changed")


def test_two_people_have_to_say_why() -> None:
    with pytest.raises(NoReason):
        Approval(by="dana", approved_by="femi", why="  ")


def test_two_people_with_a_reason_are_enough() -> None:
    assert Approval(by="dana", approved_by="femi", why="the rule changed").why == "the rule changed"
