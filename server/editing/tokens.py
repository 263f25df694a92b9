"""The token that allows edits: its hash is kept, never the token itself."""

import hashlib
import hmac

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
    return authorization[len(_SCHEME) :].strip() or None


def is_token(authorization: str, expected: str) -> bool:
    """Say whether an Authorization header holds the token that has a hash.

    Args:
        authorization: The header.
        expected: The hash; empty if there is no token.
    """
    given = bearer(authorization)
    known = given is not None and hmac.compare_digest(hash_token(given), expected)
    return bool(expected) and known
