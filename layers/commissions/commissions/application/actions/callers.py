"""Who calls, as AWS knows them: nobody can say it of themselves."""

from functools import cache

from commissions.aws.clients import client
from commissions.domain.actions.principal import principal


@cache
def caller() -> str:
    """The principal of this process's credentials: `123456789012/user/mara`; asked for once.

    Raises NobodyInParticular.
    """
    return principal(client("sts").get_caller_identity()["Arn"])
