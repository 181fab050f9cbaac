"""Payees: registered by a reference, and held by a person with a reason."""

import re
from dataclasses import replace
from datetime import datetime

from commissions.domain.currencies import ACTIVE, exponent
from commissions.domain.payouts.payee import Payee, PayeeRefused
from commissions.payments.iso20022.iban import read_iban
from commissions.tables import members, payees
from commissions.tables.versioned import retry_on_conflict

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


@retry_on_conflict
def register(member: str, *, reference: str, currency: str, country: str) -> Payee:
    """A payee as they are known by from now on; a hold stays. Raises PayeeRefused."""
    check(member, reference=reference, currency=currency, country=country)
    stands = payees.find(member)
    plain = stands or Payee(member=member, reference="", currency="", country="")
    becomes = replace(plain, reference=reference, currency=currency, country=country)
    return stands if becomes == stands else payees.put(becomes)


def check(member: str, *, reference: str, currency: str, country: str) -> None:
    """Raises PayeeRefused."""
    if wrong := _problem(member, reference, currency, country):
        raise PayeeRefused(wrong)


@retry_on_conflict
def hold(member: str, why: str, by: str, now: datetime) -> Payee:
    """Nothing is paid to them until somebody lets go; an empty `why` lets go. Raises
    PayeeRefused."""
    stands = payees.find(member)
    if stands is None:
        raise PayeeRefused(
            f"{member} is no payee, and is paid nothing anyway: `commissions payout register`"
        )
    held = replace(stands, hold=why, held_by=by if why else "", held_at=now if why else None)
    return payees.put(held) if why != stands.hold else stands


def _problem(member: str, reference: str, currency: str, country: str) -> str:
    if not members.known([member]):
        return f"there is no member {member}"
    if read_iban(reference):
        return "reference is an IBAN: keep the provider's name of the payee, no account"
    if not _REFERENCE.fullmatch(reference):
        return "reference has to be of letters, digits and _ . : - (64 at most)"
    if not _is_currency(currency):
        return f"currency {currency!r} is none that is paid in"
    if not _COUNTRY.fullmatch(country):
        return f"country {country!r} has to be two letters, like US"
    return ""


def _is_currency(code: str) -> bool:
    return any(code in codes.split() for codes in ACTIVE.values()) and exponent(code) >= 0
