"""The museum: opening hours, special events, tickets."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from museum_sdk.api_client import AuthenticatedClient
from museum_sdk.api_client.api.events import (
    create_special_event,
    delete_special_event,
    get_special_event,
    list_special_events,
    update_special_event,
)
from museum_sdk.api_client.api.operations import get_museum_hours
from museum_sdk.api_client.api.tickets import buy_museum_tickets
from museum_sdk.api_client.models import (
    BuyMuseumTicketsRequest,
    CreateSpecialEventRequest,
    MuseumDailyHours,
    SpecialEventResponse,
    TicketType,
    UpdateSpecialEventRequest,
)
from museum_sdk.api_client.types import UNSET, Unset

PAGE = 30


class MuseumError(Exception):
    """The museum did not answer as expected."""


@dataclass(frozen=True)
class OpeningHours:
    """The hours of one day, as texts such as 09:00."""

    day: dt.date
    opens: str
    closes: str


@dataclass(frozen=True)
class Event:
    """A special event."""

    event_id: UUID
    name: str
    location: str
    description: str
    days: tuple[dt.date, ...]
    price: float


@dataclass(frozen=True)
class Ticket:
    """A ticket that was bought."""

    ticket_id: UUID
    code: str
    day: dt.date
    is_for_event: bool
    event_name: str | None


class Museum:
    """The museum, for one visitor."""

    def __init__(self, url: str, token: str, **options: Any) -> None:
        self._client = AuthenticatedClient(
            base_url=url, token=token, prefix="Basic", raise_on_unexpected_status=True, httpx_args=options
        )

    def hours(self, start: dt.date | None = None) -> list[OpeningHours]:
        """The opening hours of the days from `start` on."""
        found = get_museum_hours.sync(
            client=self._client, start_date=UNSET if start is None else start, page=1, limit=PAGE
        )
        if not isinstance(found, list):
            raise MuseumError("no hours")
        return [self._hours(one) for one in found]

    def _hours(self, hours: MuseumDailyHours) -> OpeningHours:
        return OpeningHours(hours.date, hours.time_open, hours.time_close)

    def events(self, start: dt.date, end: dt.date | None = None) -> list[Event]:
        """All events between two days."""
        events: list[Event] = []
        page = 1
        while True:
            found = list_special_events.sync(
                client=self._client, start_date=start, end_date=end or UNSET, page=page, limit=PAGE
            )
            if not isinstance(found, list):
                raise MuseumError("no events")
            events.extend(_event(one) for one in found)
            if len(found) < PAGE:
                return events
            page += 1

    def event(self, event_id: UUID) -> Event:
        """One event."""
        found = get_special_event.sync(event_id, client=self._client)
        if not isinstance(found, SpecialEventResponse):
            raise MuseumError(f"no event {event_id}")
        return _event(found)

    def add_event(
        self, name: str, *, location: str, description: str, days: list[dt.date], price: float
    ) -> Event:
        """Plan an event."""
        body = CreateSpecialEventRequest(
            name=name, location=location, event_description=description, dates=days, price=price
        )
        made = create_special_event.sync_detailed(client=self._client, body=body)
        if not isinstance(made.parsed, SpecialEventResponse):
            raise MuseumError(f"status {made.status_code}")
        return _event(made.parsed)

    def move_event(self, event_id: UUID, location: str) -> Event:
        """Let an event be at another place."""
        body = UpdateSpecialEventRequest(location=location)
        changed = update_special_event.sync(event_id, client=self._client, body=body)
        if not isinstance(changed, SpecialEventResponse):
            raise MuseumError(f"no event {event_id}")
        return _event(changed)

    def cancel_event(self, event_id: UUID) -> bool:
        """Cancel an event; false if there is none."""
        return delete_special_event.sync_detailed(event_id, client=self._client).status_code == 204

    def buy(
        self, day: dt.date, email: str, *, event: Event | None = None, phone: str | None = None
    ) -> Ticket:
        """Buy a ticket, for a day or for an event."""
        body = BuyMuseumTicketsRequest(
            ticket_type=TicketType.GENERAL if event is None else TicketType.EVENT,
            ticket_date=day,
            email=email,
            event_id=UNSET if event is None else event.event_id,
        )
        if phone:
            body.phone = phone
        bought = buy_museum_tickets.sync(client=self._client, body=body)
        if bought is None or isinstance(bought, bool) or not hasattr(bought, "ticket_id"):
            raise MuseumError("no ticket")
        return Ticket(
            ticket_id=bought.ticket_id,
            code=bought.confirmation_code,
            day=bought.ticket_date,
            is_for_event=bought.ticket_type == TicketType.EVENT,
            event_name=None if isinstance(bought.event_name, Unset) else bought.event_name,
        )


def _event(event: SpecialEventResponse) -> Event:
    return Event(
        event_id=event.event_id,
        name=event.name,
        location=event.location,
        description=event.event_description,
        days=tuple(event.dates),
        price=event.price,
    )
