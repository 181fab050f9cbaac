from hypothesis import given
from hypothesis import strategies as st

from commissions.clients.backoff import Backoff, Budget
from tests.unit.clients.fake_server import FakeClock


@given(
    throws=st.lists(st.integers(0, 100), min_size=40, max_size=40),
    asked=st.lists(st.integers(0, 12), min_size=40, max_size=40),
)
def test_all_waits_of_a_call_together_never_exceed_our_patience(
    throws: list[int], asked: list[int]
) -> None:
    watch, dice = FakeClock(), iter(throws)
    budget = Budget(10, lambda: watch.now, watch.sleep, lambda least, most: most * next(dice) / 100)

    backoff = Backoff(budget)
    for seconds in asked:
        before = watch.now
        if not backoff.wait(seconds):
            break
        assert watch.now - before >= seconds

    assert sum(watch.waits) <= 10
