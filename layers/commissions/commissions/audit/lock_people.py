"""Whom a snapshot names, who bought it, and by what: worked out of the registers by another road
than the one that looks it up, as of the order, and by what was known at one moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.audit.known_then import FIRST, Knowledge
from commissions.audit.lock_line import stood
from commissions.audit.register_rows import NamingRow, RegisterRows, SettingsRow
from commissions.domain.orders.order import OrderPlaced, Referral

COUPONS = ("discount_code", "coupon_code")
"""Carriers of codes that a shop gives away too: nobody waits until somebody has one."""
IN_TREE, OWN_SITE = "buyer_in_tree", "replicated_site"
PARTICIPANT, RETAIL = "participant", "retail"
AWAITED = "awaited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a look finds of people; the fields of a match, by their names, but its line."""

    seller: str = ""
    carrier: str = ""
    code: str = ""
    forgeable: bool = False
    registered_at: datetime | None = None
    outranked: str = ""
    unknown: tuple[str, ...] = ()
    buyer: str = ""
    buyer_class: str = RETAIL
    enrolled_at: datetime | None = None
    placed_as: str = ""


def compared(code: str) -> str:
    """A code as buyers may write it."""
    return code.strip().upper()


def found_at_once(look: "PeopleLook") -> Named:
    """Whom the order names by what the company had said when the store told it; else nobody."""
    return look.by_account() or look.by_site() or look.by_place() or look.by_code()


def found_later(look: "PeopleLook") -> list[Named]:
    """For each code that was registered since the store told it, whom that names."""
    own = look.by_account() or look.by_site() or look.by_place()
    return [] if own or look.by_code().seller else [*look.by_later_codes()]


@dataclass(frozen=True, slots=True)
class PeopleLook:
    order: OrderPlaced
    settings: SettingsRow
    rows: RegisterRows
    known: Knowledge

    @property
    def account(self) -> NamingRow | None:
        """The buyer's, if the company had said so by when the store told the order."""
        rows = self.rows.accounts.get(self.order.customer, ()) if self.order.customer else ()
        known = [row for row in rows if self.known.has(row)]
        if not known or known[-1].by_orders or not self._holds(known[-1]):
            return None
        return known[-1] if self._is_prompt(known[-1]) else None

    def by_account(self) -> Named | None:
        account = self.account
        if account is None or account.kind != PARTICIPANT:
            return None
        return self._of(Named(seller=account.member, carrier="linked_account"))

    def by_site(self) -> Named | None:
        if self.settings.mode != OWN_SITE:
            return None
        owners = [row for row in self.settings.owners if self.known.has(row)]
        owner = self._whose(owners) or next(iter(owners), None)
        seller = owner.member if owner else self.settings.owner
        return self._of(Named(seller=seller, carrier="site_owner")) if seller else None

    def by_place(self) -> Named | None:
        """Where the company itself put the buyer into the tree: whoever stands above."""
        bought = self._of(Named())
        member = bought.buyer or bought.placed_as
        if self.settings.mode != IN_TREE or not member:
            return None
        rows = self.rows.edges.get(member, ())
        moved = [
            row for row in rows if row.sponsor is not None and row.since <= self.order.order_ts
        ]
        moved = [row for row in moved if self.known.has(row)]
        place = stood(rows, self.order.order_ts, self.known)
        if place is None or not place.sponsor or not moved or moved[-1].by_orders:
            return None
        return Named(
            seller=place.sponsor,
            carrier="placement",
            buyer=member,
            buyer_class=bought.buyer_class,
            enrolled_at=bought.enrolled_at,
        )

    def by_code(self) -> Named:
        """The first code of somebody, and the next of somebody else; without one, which coupons
        nobody has."""
        prompt = [each for each in self._owners() if self._is_prompt(each[1])]
        prompt = [each for each in prompt if self._waits_or_sells(*each)]
        if not prompt:
            return self._of(Named(unknown=tuple(self._coupons_of_nobody())))
        (referral, owner), *others = prompt
        after = (
            compared(each.value)
            for each, row in others
            if row.member != owner.member and self._is_member(row)
        )
        return self._of(_by(referral, owner, outranked=next(after, "")))

    def by_later_codes(self) -> Iterator[Named]:
        late = timedelta(hours=self.settings.policies.late_referral_hours)
        for referral, owner in self._owners():
            at = owner.registered_at
            if at is None or self._is_prompt(owner):
                continue
            if referral.carrier not in COUPONS or at - self.order.updated_at <= late:
                yield self._of(_by(referral, owner, registered_at=at))

    def buyer(self) -> Named:
        """Who bought, and nobody who sold."""
        return self._of(Named())

    def _of(self, named: Named) -> Named:
        """With who bought."""
        account, order = self.account, self.order
        member = account.member if account else ""
        own = f"c-{order.customer[:20]}" if order.customer else ""
        is_placed = self.settings.mode == IN_TREE and own != "" and member in ("", own)
        return Named(
            seller=named.seller,
            carrier=named.carrier,
            code=named.code,
            forgeable=named.forgeable,
            registered_at=named.registered_at,
            outranked=named.outranked,
            unknown=named.unknown,
            buyer=member,
            buyer_class=(account.kind if account else "") or RETAIL,
            enrolled_at=account.enrolled_at if account else None,
            placed_as=own if is_placed else "",
        )

    def _owners(self) -> Iterator[tuple[Referral, NamingRow]]:
        for referral in self.order.referrals:
            if owner := self._whose(self._known_codes().get(compared(referral.value), ())):
                yield referral, owner

    def _known_codes(self) -> Mapping[str, Sequence[NamingRow]]:
        found = {code: [*filter(self.known.has, rows)] for code, rows in self.rows.codes.items()}
        return {code: rows for code, rows in found.items() if rows}

    def _whose(self, rows: Sequence[NamingRow]) -> NamingRow | None:
        """Of those who had it as of the order, the last hand that the company had told of by when
        the store told the order; else the first that it told of since."""
        holding = [row for row in rows if self._holds(row)]
        prompt = [row for row in holding if self._is_prompt(row)]
        if not prompt:
            told_at = self.order.updated_at
            return min(holding, key=lambda row: row.registered_at or told_at, default=None)
        return max(prompt, key=lambda row: row.since or FIRST)

    def _holds(self, row: NamingRow) -> bool:
        return row.since is None or row.since <= self.order.order_ts

    def _is_prompt(self, row: NamingRow) -> bool:
        return row.registered_at is None or row.registered_at <= self.order.updated_at

    def _waits_or_sells(self, referral: Referral, owner: NamingRow) -> bool:
        """Nobody waits for whom a coupon names that was no member yet."""
        return referral.carrier not in COUPONS or self._is_member(owner)

    def _is_member(self, row: NamingRow) -> bool:
        edges = self.rows.edges.get(row.member, ())
        return stood(edges, self.order.order_ts, self.known) is not None

    def _coupons_of_nobody(self) -> Iterator[str]:
        known = self._known_codes()
        for referral in self.order.referrals:
            code = compared(referral.value)
            if referral.carrier in COUPONS and code not in known:
                yield code


def _by(
    referral: Referral,
    owner: NamingRow,
    *,
    outranked: str = "",
    registered_at: datetime | None = None,
) -> Named:
    return Named(
        seller=owner.member,
        carrier=referral.carrier,
        code=compared(referral.value),
        forgeable=referral.forgeable,
        outranked=outranked,
        registered_at=registered_at,
    )
