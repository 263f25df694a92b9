"""The headers that every answer carries."""

from flask import Flask, Response, request

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Location, "
        "Repr-Digest, Retry-After, X-Request-Id"
    ),
}


def register_headers(app: Flask) -> None:
    """Add the security headers, and let pages of any origin read the data."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in (SECURITY | SHARED).items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        allowed = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers.update(preflight(allowed))
    return response


def preflight(methods: str) -> dict[str, str]:
    """Return the headers that let a page of another origin send a request.

    Args:
        methods: Those that an address takes.
    """
    return {
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": (
            "Accept, Authorization, Content-Type, If-None-Match, If-Range, Range, "
            "X-Request-Id"
        ),
        "Access-Control-Max-Age": "86400",
    }
