"""What a close starts by itself is noted, and not started."""

from datetime import datetime

import pytest


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The periods whose posting was started."""
    found: list[str] = []

    def start(period: object, now: datetime) -> str:
        found.append(str(period))
        return "execution"

    monkeypatch.setattr("commissions.application.actions.period_posting.start_posting", start)
    return found
