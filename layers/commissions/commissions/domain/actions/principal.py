"""Who somebody is: one id for one person, however they signed in."""

import hashlib
import re

_ARN = re.compile(r"arn:aws[a-z-]*:(iam|sts)::(\d{12}):(.+)", re.ASCII)
_SSO_ROLE = "AWSReservedSSO_"


class NobodyInParticular(ValueError):
    """Credentials that do not say which person uses them."""


def principal(arn: str) -> str:
    """The stable id of a caller, from what STS says: `123456789012/user/mara`.

    Who assumes a role chooses the session's name, so of a role only the role counts: all who share
    one are one person here. Of Identity Center's roles the session is the person, whichever
    permission set they came by; an e-mail address is kept as a hash. Raises NobodyInParticular.
    """
    found = _ARN.fullmatch(arn)
    service, account, rest = found.groups() if found else ("", "", "")
    kind, _, path = rest.partition("/")
    match service, kind:
        case "iam", "root":
            return f"{account}/root"
        case "iam", "user":
            return f"{account}/user/{path.rpartition('/')[2]}"
        case "sts", "assumed-role":
            role, _, session = path.partition("/")
            if role.startswith(_SSO_ROLE):
                return f"{account}/sso/{_without_address(session)}"
            return f"{account}/role/{role}"
    raise NobodyInParticular(f"{arn} is no user, role or person of Identity Center")


def _without_address(session: str) -> str:
    name = session.strip().lower()
    return name if "@" not in name else hashlib.sha256(name.encode()).hexdigest()[:16]
