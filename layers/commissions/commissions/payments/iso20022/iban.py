"""IBANs: whether one can be right, by its check digits (ISO 13616, ISO 7064 MOD 97-10)."""

import re

_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_RIGHT, _MODULUS = 1, 97


def read_iban(text: str) -> str:
    """Without spaces, in capitals; empty where it cannot be one."""
    iban = "".join(text.split()).upper()
    if not _FORM.fullmatch(iban):
        return ""
    digits = "".join(str(int(each, 36)) for each in iban[4:] + iban[:4])
    return iban if int(digits) % _MODULUS == _RIGHT else ""
