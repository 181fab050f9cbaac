"""Signing in on this machine: the user pool sends people back to where the engine has the pages,
which no template can know."""

from tools.local.engine import Engine
from tools.stack import Stack

KEPT = (
    "AccessTokenValidity",
    "AllowedOAuthFlows",
    "AllowedOAuthFlowsUserPoolClient",
    "AllowedOAuthScopes",
    "ClientName",
    "EnableTokenRevocation",
    "ExplicitAuthFlows",
    "IdTokenValidity",
    "PreventUserExistenceErrors",
    "ReadAttributes",
    "RefreshTokenValidity",
    "SupportedIdentityProviders",
    "TokenValidityUnits",
    "WriteAttributes",
)
"""What a client loses that is changed without saying it again."""


def connect(engine: Engine, stack: Stack) -> None:
    """Lets the pool's client come back to the pages' address of this stack, and to no other."""
    if not {"UserPool", "UserPoolClient"} <= stack.resources.keys():
        return
    cognito = engine.client("cognito-idp")
    which = {
        "UserPoolId": stack.resources["UserPool"],
        "ClientId": stack.resources["UserPoolClient"],
    }
    found = cognito.describe_user_pool_client(**which)["UserPoolClient"]
    cognito.update_user_pool_client(
        **which,
        **{name: found[name] for name in KEPT if name in found},
        CallbackURLs=[f"{stack.pages_url}auth/callback"],
        LogoutURLs=[f"{stack.pages_url}auth/ended"],
    )
