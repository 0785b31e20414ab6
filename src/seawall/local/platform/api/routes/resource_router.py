"""Routers of the resources of the API."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

__all__ = ["resource_router"]


def resource_router(route_class: type[APIRoute] = APIRoute) -> APIRouter:
    """Create the router of a resource, below `/v1`."""
    return APIRouter(
        prefix="/v1",
        tags=["Public"],
        responses={401: {"description": "No valid access token"}},
        route_class=route_class,
    )
