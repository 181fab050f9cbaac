"""The columns of a closed period's files: awards, members, seats.

Sorted by place: the subtree of whoever stands at a place is a range of rows. Volumes in hundredths
of a point, money in minor units of the plan's base currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commissions.domain.close.award_columns import NO_KEY, AwardColumns, KeyKind, Reason
from commissions.domain.close.columns import NOT_GIVEN, SPONSOR
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.leg_columns import LegColumns
from commissions.domain.close.preorder import Layout, laid_out
from commissions.domain.close.primitives import pushed

Column = NDArray[Any]
Rows = dict[str, Column]
WIDTHS = {
    "level": "int16",
    "rank": "int16",
    "base": "int64",
    "rate": "int64",
    "raw": "int64",
    "capped": "int64",
    "amount": "int64",
    "capped_by": "int8",
    "reason": "int8",
}


class TooLargeToStore(ValueError):
    """A figure beyond 64 bits."""

    def __init__(self, column: str) -> None:
        super().__init__(f"{column}: a figure is beyond 64 bits: no company has such a volume")


@dataclass(frozen=True)
class FileColumns:
    closed: ClosedColumns

    @cached_property
    def tree(self) -> Layout:
        """The sponsor tree of the end of the period, in pre-order."""
        forest = self.closed.close.volumes.tree(SPONSOR).forest
        if forest.house == forest.nobody:
            return forest.layout
        return laid_out(forest.who[forest.parent[forest.node[:-1]]])

    @cached_property
    def ids(self) -> Column:
        """By member number; of nobody nothing."""
        return texts(self.closed.close.period.members.ids)

    @cached_property
    def paid(self) -> Mask:
        """Of all awards, one bonus after the other."""
        awards = self.closed.awards
        return np.concatenate(
            [(each.reason == Reason.PAID) | (each.amount != 0) for each in awards] or [no_flags()]
        )

    @cached_property
    def _order(self) -> Places:
        """All awards by place, bonus and level; as they came where these are the same."""
        awards = self.closed.awards
        if not awards:
            return np.zeros(0, dtype=np.int64)
        levels = 1 + max((int(each.level.max()) for each in awards if each.size), default=0)
        keys = [
            (self.tree.place[each.member] * len(awards) + bonus) * levels + each.level
            for bonus, each in enumerate(awards)
        ]
        return np.argsort(np.concatenate(keys), kind="stable")

    def awards(self, *, paid: bool) -> Rows:
        """A column at a time, so that none stands beside all others at its full width."""
        rows = self._order[self.paid[self._order] == paid]
        member = self._joined("member")[rows]
        return {
            "place": self.tree.place[member].astype("int32"),
            "member": self.ids[member],
            "bonus": self._bonus()[rows],
            "source": self._sources(rows),
            **{name: self._narrow(name, width)[rows] for name, width in WIDTHS.items()},
        }

    def _bonus(self) -> Column:
        sizes = [each.size for each in self.closed.awards]
        return np.repeat(np.arange(len(sizes)), sizes).astype("int16")

    def _narrow(self, name: str, width: str) -> Column:
        try:
            return self._joined(name).astype(width)
        except OverflowError:
            raise TooLargeToStore(name) from None

    def _joined(self, name: str) -> Column:
        before = {"capped": "amount", "capped_by": "reason"}
        awards = self.closed.close.awarded if name in before else self.closed.awards
        if name == "rank":
            columns = [self._ranks(each) for each in awards]
        else:
            columns = [getattr(each, before.get(name, name)) for each in awards]
        return np.concatenate(columns or [np.zeros(0, dtype=np.int64)])

    def _ranks(self, awards: AwardColumns) -> Places:
        """Which of the run's words; a plan without ranks tells the given ones."""
        if self.closed.close.terms.ranks:
            return awards.rank
        return self.given_ranks[awards.member]

    @property
    def words(self) -> tuple[str, ...]:
        """Of ranks."""
        close = self.closed.close
        given = close.period.members.judged_rank.words
        return close.terms.rank_ids if close.terms.ranks else ("", *given)

    @property
    def given_ranks(self) -> Places:
        codes: Places = self.closed.close.period.members.judged_rank.codes + 1
        return codes

    def _sources(self, rows: Places) -> Column:
        columns = [self._keys(each) for each in self.closed.awards]
        return np.concatenate(columns or [texts([])])[rows]

    def _keys(self, awards: AwardColumns) -> Column:
        """By row, what the award's source names."""
        found = np.full(awards.size, "", dtype=object)
        named = np.flatnonzero(awards.key != NO_KEY)
        if named.size:
            found[named] = self._names(awards.keys)[awards.key[named]]
        return found

    def _names(self, keys: KeyKind) -> Column:
        close = self.closed.close
        match keys:
            case KeyKind.MEMBER:
                return self.ids
            case KeyKind.ORDER:
                return texts(close.period.sales.ids)
            case KeyKind.RANK:
                return texts(close.terms.rank_ids)
            case KeyKind.RETURNED:
                return texts(close.period.late_ids)

    def members(self) -> Rows:
        """A row a member, by place."""
        close, tree, who = self.closed.close, self.tree, self.tree.ids[:-1]
        members, judged = close.period.members, close.judged
        by_ranks = bool(close.terms.ranks)
        rank = judged.paid_as if by_ranks else self.given_ranks
        return {
            "place": np.arange(tree.house).astype("int32"),
            "member": self.ids[who],
            "number": np.asarray(members.numbers[who], dtype=np.int64),
            "enrolment": members.enrolment[who].astype("int32"),
            "owner": self._owners()[who],
            "up": (np.arange(tree.house) - tree.parent[:-1]).astype("int32"),
            "size": tree.size.astype("int32"),
            "participant": members.participant[who],
            "status": members.status.codes[who].astype("int16"),
            "active": judged.active[who],
            "active_given": (members.judged_active[who] != NOT_GIVEN),
            "rank": rank[who].astype("int16"),
            "rank_given": (members.judged_rank.codes[who] != NOT_GIVEN),
            "title": judged.title[who].astype("int16"),
            "title_before": judged.before[who].astype("int16"),
            "periods_below": judged.periods_below[who].astype("int32"),
            "periods_missed": judged.periods_missed[who].astype("int32"),
            **self._eligible(who),
            **self._volumes(who),
        }

    def _owners(self) -> Column:
        """Who is paid for the position; empty where it is the member."""
        members = self.closed.close.period.members
        same = members.owners is members.ids
        owners = (self.ids if same else texts(members.owners))[members.owner]
        return np.where(owners == self.ids, "", owners)

    def _eligible(self, who: Places) -> Rows:
        close = self.closed.close
        bonuses = close.terms.bonuses(close.period.every)
        return {
            f"eligible_{place}": close.judged.eligible(bonus)[who]
            for place, bonus in enumerate(bonuses)
            if bonus.get("eligibility")
        }

    def _volumes(self, who: Places) -> Rows:
        """What everybody bought, and what their customers bought from them."""
        close = self.closed.close
        sales, house = close.period.sales, close.nobody
        found = {}
        for unit in sorted({*close.terms.document["volumes"], *sales.volumes}):
            for name, counts in (("own", sales.own), ("customers", ~sales.own)):
                volume = np.where(counts, close.period.volume(unit), 0)
                sums = pushed(volume, sales.seller, house + 1)[who]
                found[f"{name}_{unit}"] = sums.astype(np.int64)
        found["group_volume"] = self._group()[who]
        return found

    def _group(self) -> Column:
        """What everybody and all below them sold, by who stood above when it was."""
        close = self.closed.close
        try:
            return close.volumes.group(close.terms.group_unit).astype(np.int64)
        except OverflowError:
            raise TooLargeToStore("group_volume") from None

    def legs(self, bonus: int, legs: LegColumns) -> Rows:
        """A row a seat, by place."""
        order = np.argsort(self.tree.place[legs.member], kind="stable")
        sides = {
            f"{name}_{side}": getattr(legs, name)[number][order].astype(np.int64)
            for name in ("brought", "came", "open", "taken", "after")
            for number, side in enumerate(("left", "right"))
        }
        figures = ("matched", "raw", "paid")
        return {
            "place": self.tree.place[legs.member][order].astype("int32"),
            "bonus": np.full(order.size, bonus, dtype="int16"),
            **sides,
            **{name: getattr(legs, name)[order].astype(np.int64) for name in figures},
            "first_pair": legs.first[order],
        }


def texts(words: Sequence[str]) -> Column:
    return np.fromiter(words, dtype=object, count=len(words))


def no_flags() -> Mask:
    return np.zeros(0, dtype=bool)
