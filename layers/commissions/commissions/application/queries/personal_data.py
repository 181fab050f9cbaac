"""All that is held of a store's customer, for whoever has to answer them."""

from dataclasses import replace
from datetime import datetime

from commissions.application.ingest import quarantine
from commissions.application.queries.personal_records import PersonalData, held_in_tables
from commissions.domain.people.privacy import PrivacyAsked

__all__ = ["PersonalData", "held_of"]


def held_of(request: PrivacyAsked, now: datetime | None = None) -> PersonalData:
    found = held_in_tables(request, now)
    return replace(found, quarantined=tuple(quarantine.bodies_naming(request)))
