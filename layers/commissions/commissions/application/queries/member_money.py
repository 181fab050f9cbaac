"""Where a member's money is as of now: by what payouts are planned by, in two round trips."""

from collections import defaultdict
from datetime import datetime

from commissions.application.payouts.earned import every_earned_line
from commissions.domain.payouts.free_parts import EarnedLine, free_parts
from commissions.domain.payouts.member_money import MemberMoney, member_money
from commissions.tables import payees


def read(member_id: str, now: datetime, zone: str = "UTC") -> tuple[MemberMoney, ...]:
    """By currency, of all in which anything was ever earned or paid. One more round trip for every
    two thousand lines of the statement, roughly. `zone`: by whose clock the weeks of releases end.
    Raises ContextLost."""
    accounts = {each.currency: each.moves for each in payees.accounts_of(member_id)}
    lines: dict[str, list[EarnedLine]] = defaultdict(list)
    for currency, line in every_earned_line(member_id):
        lines[currency].append(line)
    return tuple(
        member_money(currency, free_parts(lines[currency]), accounts.get(currency, ()), now, zone)
        for currency in sorted({*lines, *accounts})
    )
