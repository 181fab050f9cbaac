from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from commissions.domain.people.placement import seat_at
from commissions.tables import holding_tank, placements
from tests.support.builders import a_plan_document
from tests.support.company_loading import PEOPLE, contents, on, person
from tools import company
from tools.company import Refused
from tools.company.writing import Loaded

SEATS = "distributor_id,tree,parent,side,effective_from"
MATRIX = {"id": "m", "kind": "matrix", "width": 2, "depth": 3, "spillover": "bfs"}
ANN, BOB, CAT = (person("ann", ""), person("bob", "ann"), person("cat", "bob"))
TOP = "ann,m,,,2026-01-05"
Seats = Callable[..., Loaded]


@pytest.fixture
def load(aws: None, tmp_path: Path) -> Seats:
    """Loads three people, a plan with a matrix, and seats."""

    def loading(*seats: str) -> Loaded:
        document = a_plan_document(trees=[{"id": "sponsor", "kind": "sponsor"}, MATRIX])
        (tmp_path / "plan.yaml").write_text(yaml.safe_dump(document))
        (tmp_path / "distributors.csv").write_text("\n".join((PEOPLE, ANN, BOB, CAT)))
        (tmp_path / "placements.csv").write_text("\n".join((SEATS, *seats)))
        return company.write(company.read(tmp_path), now=on(11))

    return loading


def where(member: str, month: int) -> str:
    held = seat_at(placements.placements_of("m", [member]).get(member, ()), on(month))
    return f"{held.parent} {held.side}"


def refused(load: Seats, *seats: str) -> list[str]:
    before = contents()
    with pytest.raises(Refused) as error:
        load(*seats)
    assert contents() == before
    return [str(problem) for problem in error.value.problems]


def test_seats_stand_in_any_order_and_whoever_is_new_and_has_none_waits(load: Seats) -> None:
    rows = ("bob,m,ann,1,2026-01-05", TOP)

    first, again = load(*rows), load(*rows)

    assert [(each.seats, each.waiting_for_a_seat) for each in (first, again)] == [(2, 1), (0, 0)]
    assert [where(member, 2) for member in ("ann", "bob", "cat")] == [" top", "ann 1", " "]
    [waiting] = holding_tank.waiting("m")
    assert (waiting.member_id, waiting.sponsor) == ("cat", "bob")


def test_several_rows_of_one_distributor_are_moves(load: Seats) -> None:
    load(TOP, "bob,m,ann,1,2026-01-05", "cat,m,bob,1,2026-01-05")

    again = load(TOP, "bob,m,ann,1,2026-01-05", "cat,m,bob,1,2026-01-05", "cat,m,ann,2,2026-06-01")

    assert again.seats == 1
    assert [where("cat", month) for month in (5, 6)] == ["bob 1", "ann 2"]


def test_a_seat_has_a_parent_and_a_side_and_the_top_seat_neither(load: Seats) -> None:
    [problem] = refused(load, TOP, "cat,m,ann,,2026-04-01")

    assert problem == (
        "placements.csv:3: side: is empty: a seat has both, and the top seat of a tree neither"
    )


def test_all_seats_that_cannot_be_had_are_told_by_their_line_and_nothing_is_loaded(
    load: Seats,
) -> None:
    assert refused(
        load,
        TOP,
        "bob,m,ann,1,2026-01-05",
        "cat,m,ann,1,2026-02-01",
        "zoe,m,ann,2,2026-02-01",
        "cat,x,ann,2,2026-02-01",
        "cat,m,ann,3,2026-03-01",
        "bob,m,cat,1,2026-07-01",
        "cat,m,bob,1,2026-07-01",
    ) == [
        "placements.csv:4: parent: side 1 under ann of m is taken: "
        "name another, or none for spillover",
        "placements.csv:5: distributor_id: zoe is nobody in the tree",
        "placements.csv:6: tree: x is no placement tree: the plan has m",
        "placements.csv:7: parent: '3' is no side of m: there are 1, 2",
        "placements.csv:8: parent: bob cannot have a seat under cat in m: cat stands below bob",
        "placements.csv:9: parent: cat cannot have a seat under bob in m: bob stands below cat",
    ]
