"""The token that allows edits: its hash is kept, never the token itself."""

import hashlib

_SCHEME = "bearer "


def hash_token(token: str) -> str:
    """Return what is kept of a token.

    A plain digest is enough for a token of random characters, and quick to check.
    """
    return f"sha256:{hashlib.sha256(token.encode()).hexdigest()}"


def bearer(authorization: str) -> str | None:
    """Return the token in an Authorization header (RFC 6750), if it holds one."""
    if authorization[: len(_SCHEME)].lower() != _SCHEME:
        return None
    return authorization[len(_SCHEME) :].strip()
