"""Path and query parameters shared by several operations."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path

__all__ = ["NO_JSON", "ExternalId", "Responses", "RunId", "Sort", "sort_description"]

RunId = Annotated[UUID, Path(description="Id of the run, from `POST /v1/runs`.")]
ExternalId = Annotated[str, Path(description="External id of the item, from its submission.")]
Sort = list[str] | None
Responses = dict[int | str, dict[str, Any]]
"""Descriptions of the error responses of an operation, by status."""

NO_JSON: Responses = {400: {"description": "The body is no JSON"}}


def sort_description(fields: tuple[str, ...]) -> str:
    """Describe the `sort` parameter of a list."""
    names = ", ".join(f"`{field}`" for field in fields)
    return f"Fields to sort by, most important first; `-` before a field reverses it. Fields: {names}."
