"""A hand-written wrapper over a package of openapi-python-client, as many repositories have one."""

from museum_sdk.museum import Event, Museum, OpeningHours, Ticket

__all__ = ["Event", "Museum", "OpeningHours", "Ticket"]
