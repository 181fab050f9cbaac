"""Cookies as browsers take them: for this host alone, over TLS alone, out of any script's reach."""

LOGIN, AUTHENTICATOR = "__Host-login", "__Host-authenticator"


def set_cookie(name: str, value: str, *, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"


def clear_cookie(name: str) -> str:
    return set_cookie(name, "", seconds=0)
