"""Lines of journals of members."""

from commissions.domain.ledger.journal import JournalLine


def a_journal_line(earner: str, amount: int, reason: str = "") -> JournalLine:
    """On level 1 of the bonus `levels`, in minor units of USD."""
    return JournalLine(
        line=0,
        bonus="levels",
        kind="levels",
        level=1,
        paid_level=1,
        earner=earner,
        status="active",
        rank="",
        basis="cv",
        base=10_000,
        rate="0.10",
        earned=amount,
        reversed=0,
        refunded="0",
        amount=amount,
        currency="USD",
        reason=reason,
    )
