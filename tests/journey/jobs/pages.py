"""What pages stand on that nobody makes on a page."""

from contextlib import suppress
from datetime import UTC, datetime

from commissions.application.accounts import administration, sessions
from tools.local import demo_accounts


def open_demo_accounts() -> dict[str, str]:
    """Those that `commissions up` opens; who signs in by which e-mail."""
    return {each.who: each.email for each in demo_accounts.make()}


def open_account(who: str, member_id: str, language: str, zone: str) -> str:
    """One more member's, with the demo's password; by which e-mail they sign in."""
    asked = administration.NewAccount(
        email=f"{who}@{demo_accounts.DOMAIN}",
        name=who.title(),
        member_id=member_id,
        language=language,
        zone=zone,
    )
    with suppress(*administration.AlreadyThere):
        administration.open_account(asked, password=demo_accounts.PASSWORD)
    return asked.email


def end_sessions(member_id: str) -> int:
    """All that somebody left open, in whatever window; how many there were."""
    account = administration.resolve(member_id)
    were = len(sessions.open_sessions(account.account_id, datetime.now(UTC)))
    sessions.end_all(account.account_id)
    return were
