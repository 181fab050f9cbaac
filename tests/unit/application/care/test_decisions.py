import pytest

from commissions.application.care.decisions import (
    AMOUNTS,
    GONE,
    Dismissal,
    NotAcceptable,
    ReasonMissing,
    Release,
)


@pytest.mark.parametrize("accepted", ["", AMOUNTS, GONE])
def test_what_the_pipeline_knows_can_be_accepted(accepted: str) -> None:
    assert Release(accepted).accepted == accepted


def test_nothing_else_can_be_accepted() -> None:
    with pytest.raises(NotAcceptable, match="Only amounts or gone can be accepted"):
        Release("everything")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_dismissed_without_a_reason(reason: str) -> None:
    with pytest.raises(ReasonMissing):
        Dismissal(reason)
