"""One action that many decide about in the same moment, on the engine's real transactions."""

import time
from typing import Any

from tests.journey.deployed import PROOF, WORKERS
from tests.journey.workers import Staff

RACERS = 32 if PROOF else 8
HEAD_START = 0.3


def race(workers: Staff, plan_id: str, wishes: list[str]) -> tuple[list[str], dict[str, Any]]:
    """Of as many people as there are racers, each of whom wishes one of these: what each got, and
    how it ended."""
    proposed = workers.do("people.propose", plan_id=plan_id)
    people = [[f"racer-{n}", wishes[n % len(wishes)]] for n in range(RACERS)]
    part = {**proposed, "start_at": time.time() + HEAD_START}
    parts = [{**part, "people": people[number::WORKERS]} for number in range(WORKERS)]
    got = [each for part in workers.together("people.decide", parts) for each in part]
    return got, workers.do("people.outcome", action=proposed["action"], plan_id=plan_id)


def test_of_many_who_approve_at_once_one_does_and_it_is_done_once(workers: Staff) -> None:
    _, ended = race(workers, "race-approved", ["approve"])

    assert (ended["state"], ended["published"], ended["broken"]) == ("applied", 1, [])
    proposed, approved, applied = ended["log"]
    assert proposed == ["proposer", "proposed"]
    assert approved == [ended["agreed_by"], "approved"]
    assert applied[1] == "applied"


def test_of_those_who_approve_and_those_who_reject_one_gets_their_way(workers: Staff) -> None:
    got, ended = race(workers, "race-decided", ["reject", "approve"])

    assert [each[1] for each in ended["log"]] in (
        ["proposed", "approved", "applied"],
        ["proposed", "rejected"],
    )
    assert (ended["published"] == 1) == (ended["state"] == "applied") == ("reject" not in got)
    assert ended["broken"] == []
