import itertools

from commissions.domain.people.lines_up import Hop, Looked, look_up

NOBODY_WANTED: frozenset[str] = frozenset()


def hops(line: str, hint: str = "") -> dict[str, Hop | None]:
    """`hops("dan < cat < bob")`: bob is met, and no hop of theirs known."""
    names = line.split(" < ")
    return {member: Hop(above, tuple(hint.split())) for member, above in itertools.pairwise(names)}


def test_who_stands_anywhere_above_is_met() -> None:
    known = hops("dan < cat < bob < ann")

    assert [look_up("dan", top, known).found for top in ("cat", "bob", "ann")] == [True] * 3


def test_the_line_is_followed_no_farther_than_it_is_known() -> None:
    assert look_up("dan", "ann", hops("dan < cat < bob")) == Looked(
        found=False, wanted=frozenset({"bob"})
    )


def test_whom_a_hint_names_is_asked_for_together() -> None:
    looked = look_up("dan", "ann", hops("dan < cat", hint="cat bob ann"))

    assert looked.wanted == {"cat", "bob", "ann"}


def test_a_hint_that_says_otherwise_than_the_hop_is_not_heard() -> None:
    assert look_up("dan", "ann", hops("dan < cat", hint="eve ann")).wanted == {"cat"}


def test_a_hint_alone_puts_nobody_above() -> None:
    known = hops("dan < cat", hint="cat ann") | {"cat": Hop("")}

    assert look_up("dan", "ann", known) == Looked(found=False, wanted=NOBODY_WANTED)


def test_nobody_stands_above_who_is_nowhere() -> None:
    assert look_up("dan", "ann", {"dan": None}) == Looked(found=False, wanted=NOBODY_WANTED)


def test_a_line_that_runs_in_a_circle_comes_to_an_end() -> None:
    known = {"dan": Hop("cat"), "cat": Hop("bob"), "bob": Hop("cat")}

    assert look_up("dan", "ann", known) == Looked(found=False, wanted=NOBODY_WANTED)


def test_nobody_stands_above_themselves() -> None:
    assert look_up("dan", "dan", hops("dan < cat") | {"cat": Hop("")}).found is False
