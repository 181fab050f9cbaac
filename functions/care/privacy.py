"""privacy.asked -> erased, or listed for whoever has to answer: what people ask by law."""

from collections.abc import Iterable
from datetime import UTC, datetime

from commissions.application.care import erasure
from commissions.domain.people.privacy import PrivacyAsked
from commissions.events import Event, Record
from commissions.runtime.consumer import consumer


@consumer(PrivacyAsked, tells=(), last=True)
def handler(event: Event[PrivacyAsked]) -> Iterable[Record]:
    erasure.act(event.record, received_at=event.trace.received_at, now=datetime.now(UTC))
    return ()
