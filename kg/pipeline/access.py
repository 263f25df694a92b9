"""What queries and updates may read outside, as the settings have it."""

from kg.config import Settings
from kg.rdf.outside import Access


def service_access(settings: Settings) -> Access:
    """Return the endpoints that SERVICE may ask."""
    return _access(settings.services, settings)


def load_access(settings: Settings) -> Access:
    """Return the documents that LOAD may read."""
    return _access(settings.loads, settings)


def _access(addresses: str, settings: Settings) -> Access:
    return Access(
        allowed=frozenset(addresses.split()),
        seconds=settings.outside_deadline,
        insecure_hosts=frozenset(settings.private_hosts.split()),
    )
