"""Seats of a binary that many want in the same moment, on the engine's real transactions."""

import time

from tests.journey.deployed import PROOF, WORKERS
from tests.journey.workers import Staff

RACERS = 48 if PROOF else 16
HEAD_START = 0.3


def racers(top: str) -> list[str]:
    return [f"{top}-{number}" for number in range(RACERS)]


def race(workers: Staff, top: str, *, exact: bool) -> list[str]:
    """The seats that those got who all want the one on the left of the top."""
    workers.do("seats.enrol", top=top, members=racers(top))
    part = {"top": top, "exact": exact, "start_at": time.time() + HEAD_START}
    parts = [{**part, "members": racers(top)[number::WORKERS]} for number in range(WORKERS)]
    return [seat for each in workers.together("seats.left_of", parts) for seat in each]


def test_of_many_who_want_just_one_seat_one_gets_it_and_the_others_hear_so(
    workers: Staff,
) -> None:
    got = race(workers, "first", exact=True)

    assert sorted(got) == [""] * (RACERS - 1) + ["first L"]
    seated = workers.do("seats.seated", top="first")
    assert [member for member in racers("first") if member in seated] == [
        member for member, seats in seated.items() if seats == [["first", "L"]]
    ]


def test_of_many_who_would_like_one_seat_each_gets_one_of_their_own(workers: Staff) -> None:
    got = race(workers, "second", exact=False)

    seated = workers.do("seats.seated", top="second")
    seats = [tuple(seat) for member in racers("second") for seat in seated[member]]
    assert len(set(got)) == len(set(seats)) == RACERS
    assert sorted(got) == sorted(" ".join(seat) for seat in seats)
    assert {parent for parent, _ in seats} <= {*racers("second"), "second"}
    assert ("second", "R") not in seats
