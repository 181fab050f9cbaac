import numpy as np

from tools.bench_close.column_sums import by_columns, frozen_tree
from tools.bench_close.plain_walk import by_walking
from tools.bench_close.population import population
from tools.bench_close.sql_rival import Answers, by_sql

ANN, BOB, CAT, DAN = range(4)
LINE = np.array([-1, ANN, BOB, CAT])
BOUGHT = np.array([0, 10, 200, 3000])


def told(answers: Answers) -> dict[str, list[int]]:
    return {
        "level 1": answers.level_volumes[0].tolist(),
        "level 2": answers.level_volumes[1].tolist(),
        "level 4": answers.level_volumes[3].tolist(),
        "group": answers.group_volumes.tolist(),
    }


def test_sql_sums_a_line_of_four() -> None:
    assert told(by_sql(LINE, BOUGHT)) == {
        "level 1": [10, 200, 3000, 0],
        "level 2": [200, 3000, 0, 0],
        "level 4": [0, 0, 0, 0],
        "group": [3210, 3210, 3200, 3000],
    }


def test_a_walk_sums_a_line_of_four_alike() -> None:
    assert told(by_walking(LINE, BOUGHT)) == told(by_sql(LINE, BOUGHT))


def test_sql_and_a_walk_agree_on_a_company() -> None:
    people = population(7, 2_000, 20_000)

    assert by_sql(people.sponsor, people.line_count).agree_with(
        by_walking(people.sponsor, people.line_count)
    )


def test_answers_that_differ_in_one_figure_do_not_agree() -> None:
    answers = by_walking(LINE, BOUGHT)

    assert not answers.agree_with(by_walking(LINE, np.array([0, 10, 200, 3001])))


def test_the_columns_sum_a_line_of_four_as_the_walk_does() -> None:
    assert told(by_columns(frozen_tree(LINE, BOUGHT))) == told(by_walking(LINE, BOUGHT))


def test_the_columns_and_sql_agree_on_a_company() -> None:
    people = population(7, 2_000, 20_000)
    tree = frozen_tree(people.sponsor, people.line_count)

    assert by_columns(tree).agree_with(by_sql(people.sponsor, people.line_count))
