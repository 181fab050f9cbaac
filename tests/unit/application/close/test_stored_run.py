"""A closed period in files: all that was paid and was not, who was judged how, and the sums."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from commissions.application.close.stored_run import MANIFEST, read_run
from commissions.warehouse import parquet
from tests.support.binaries import binary, percent
from tests.support.column_chance import BINARY, a_company, chance
from tests.support.column_plans import OF_ANOTHER_PERIOD, a_plan
from tests.support.stored_runs import StoredClose, a_plan_and_company, stored

SEEDS = range(8)


def close_of(seed: int, folder: Path) -> StoredClose:
    return stored(folder, *a_plan_and_company(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_close_is_the_same_bytes(seed: int, tmp_path: Path) -> None:
    one, again = close_of(seed, tmp_path / "one"), close_of(seed, tmp_path / "again")

    assert one.run.digest == again.run.digest
    assert [file.name for file in sorted(one.run.folder.iterdir())] == [
        file.name for file in sorted(again.run.folder.iterdir())
    ]
    assert all(
        file.read_bytes() == (again.run.folder / file.name).read_bytes()
        for file in one.run.folder.iterdir()
    )


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = close_of(3, tmp_path).run
    found = read_run(tmp_path)

    assert (found.told, found.digest, found.asked) == (run.told, run.digest, run.asked)
    assert found.changed_files() == []


@pytest.mark.parametrize("name", ["awards.parquet", "members.parquet"])
def test_a_file_that_was_changed_is_named(name: str, tmp_path: Path) -> None:
    run = close_of(3, tmp_path).run
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(bytes(content))

    assert run.changed_files() == [name]


def test_one_unit_more_to_one_member_is_another_digest(tmp_path: Path) -> None:
    document, facts = a_plan_and_company(3)
    dearer = document | {
        "caps": {"company": {"max_pct": "0.01", "of": "cv", "enforce": "pro_rata"}}
    }
    one = stored(tmp_path / "one", document, facts)
    other = stored(tmp_path / "other", dearer, facts)

    assert one.told.paid != other.told.paid
    assert one.run.digest != other.run.digest


@pytest.mark.parametrize("seed", SEEDS)
def test_every_award_stands_in_the_files_with_its_texts(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    names = ["member", "bonus", "level", "source", "rank", "base", "raw", "amount", "reason"]
    found = []
    for file in (close.run.awards, close.run.unpaid):
        columns = parquet.read([file], names)
        for row in zip(*(columns[name].tolist() for name in names), strict=True):
            member, bonus, level, source, rank, base, raw, amount, reason = row
            name = close.run.bonuses[bonus]
            word = close.run.reason(reason, name)
            shown = close.run.ranks[rank]
            found.append((member, name, level, source, shown, base, raw, amount, word))

    assert sorted(found) == sorted(
        (
            each.member,
            each.bonus,
            each.level,
            each.source,
            each.rank,
            each.base,
            each.raw,
            each.amount,
            each.reason,
        )
        for each in close.told.awards
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_nobody_was_paid_stands_in_a_file_of_its_own(seed: int, tmp_path: Path) -> None:
    assert not parquet.read([close_of(seed, tmp_path).run.unpaid], ["amount"])["amount"].any()


@pytest.mark.parametrize("seed", SEEDS)
def test_members_are_stored_as_they_were_judged(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    names = ["member", "rank", "title", "active", "periods_below"]
    columns = parquet.read([close.run.members], names)
    ranks = close.run.ranks
    found = {
        member: (ranks[rank], ranks[title], active, below)
        for member, rank, title, active, below in zip(
            *(columns[name].tolist() for name in names), strict=True
        )
    }

    assert found == {
        each.member: (each.paid_as, each.title, each.active, each.periods_below)
        for each in close.told.members.values()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_stands_below_a_member_is_a_range_of_rows(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    rows = parquet.read([close.run.members], ["member", "up", "size"])
    ends = close.facts.ends
    sponsor = {
        each.member_id: next((s.value for s in reversed(each.sponsors) if s.at < ends), "")
        for each in close.facts.members
    }
    ids = rows["member"].tolist()

    def below(member: str) -> set[str]:
        front = {each for each, above in sponsor.items() if above == member}
        return {member}.union(*map(below, front))

    for place, member in enumerate(ids):
        assert set(ids[place : place + int(rows["size"][place])]) == below(member)
        above = place - int(rows["up"][place])
        assert (ids[above] if above < len(ids) and above >= 0 else "") == sponsor[member]


@pytest.mark.parametrize("seed", SEEDS)
def test_sums_by_bonus_are_those_of_the_awards(seed: int, tmp_path: Path) -> None:
    close = close_of(seed, tmp_path)
    awards = close.told.awards

    for bonus, totals in close.run.told["totals"].items():
        of_bonus = [each for each in awards if each.bonus == bonus]
        assert totals["paid"] == sum(each.amount for each in of_bonus)
        assert totals["people"] == len({each.member for each in of_bonus if each.amount})
        assert sum(each["lines"] for each in totals["unpaid"].values()) == len(
            [each for each in of_bonus if each.reason]
        )


def test_the_seats_of_a_binary_are_stored_with_what_they_take_along(tmp_path: Path) -> None:
    random = chance(5)
    facts = a_company(random, 30)
    document = a_plan(random, ["levels"])
    document["bonuses"] = [*document["bonuses"], binary(percent("0.10"), tree=BINARY)]
    document["refunds"] = {"binary": {"broken_pair": "whole_pair", "expired_lot": "lapses"}}
    close = stored(tmp_path, document, facts)
    names = ["member", "open_left", "open_right", "matched", "after_left", "after_right"]
    with parquet.connection() as database:
        rows = database.execute(
            f"select {', '.join(names)} from '{close.run.legs}' "  # noqa: S608 - our own path
            f"join '{close.run.members}' using (place)"
        ).fetchall()

    assert sorted(rows) == sorted(
        (
            each.member,
            each.left,
            each.right,
            each.matched,
            each.after.open("L"),
            each.after.open("R"),
        )
        for each in close.told.legs.values()
    )
    assert any(matched for *_, matched, _, _ in rows)


def test_requirements_say_what_the_next_rank_lacks(tmp_path: Path) -> None:
    """As the records of the close say it."""
    compared = 0
    for seed in range(40):
        close = close_of(seed, tmp_path / str(seed))
        figures = parquet.read([close.run.requirements], ["*"])
        ids = parquet.read([close.run.members], ["member"])["member"].tolist()
        ranks = [each["id"] for each in sorted(close.document["ranks"], key=lambda r: r["order"])]
        titles = {each.member_id: each.title for each in close.facts.members}
        for member, judged in close.told.members.items():
            place = ids.index(member)
            height = ranks.index(judged.paid_as) + 1 if judged.paid_as else 0
            if not judged.missing:
                continue
            next_rank = ranks[height]
            has_it = titles[member] in ranks[height:]
            rank = next(each for each in close.document["ranks"] if each["id"] == next_rank)
            word = "maintain" if has_it and rank.get("maintain") else "require"
            counted = {
                (each.condition["metric"], str(each.condition["value"])): (
                    int(np.asarray(figures[each.figure])[place]),
                    each.unit,
                )
                for each in close.run.asked
                if (each.name, each.word) in {(next_rank, word), (next_rank, "leg_cap")}
                and each.figure
            }
            for missing in judged.missing:
                value, unit = counted[missing.metric, missing.wanted]
                assert abs(value / unit - float(missing.counted)) < 0.01
                compared += 1

    assert compared > 50


def test_a_period_without_sales_has_every_volume_of_the_plan(tmp_path: Path) -> None:
    document, facts = a_plan_and_company(3)
    close = stored(tmp_path, document, replace(facts, sales=()))
    names = ["own_pv", "customers_pv", "own_cv", "customers_cv"]
    columns = parquet.read([close.run.members], names)

    assert not any(columns[name].any() for name in names)
    assert close.run.told["volumes"] == {"cv": 0, "pv": 0}


def test_a_run_of_no_bonus_is_stored_too(tmp_path: Path) -> None:
    document, facts = a_plan_and_company(1)
    close = stored(tmp_path, document | {"bonuses": [OF_ANOTHER_PERIOD]}, facts)

    assert parquet.read([close.run.awards], ["member"])["member"].size == 0
    assert (tmp_path / MANIFEST).exists()


def test_many_rows_are_the_same_bytes_too_however_many_threads_write(tmp_path: Path) -> None:
    rows = 300_000
    numbers = np.arange(rows)
    texts = np.array([f"m{each // 3}" for each in range(rows)], dtype=object)
    for name in ("one", "again"):
        parquet.write(tmp_path / name, {"member": texts, "base": numbers * 7 % 1_000}, 65_536)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "again").read_bytes()
    assert parquet.read([tmp_path / "one"], ["member"])["member"].tolist() == texts.tolist()


def test_a_column_of_texts_is_one_without_rows_too(tmp_path: Path) -> None:
    parquet.write(tmp_path / "none", {"member": np.zeros(0, dtype=object)})

    with parquet.connection() as database:
        asked = f"describe select * from read_parquet('{tmp_path / 'none'}')"  # noqa: S608
        assert database.execute(asked).fetchall()[0][:2] == ("member", "VARCHAR")
