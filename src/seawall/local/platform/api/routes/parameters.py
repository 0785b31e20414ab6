"""Path and query parameters shared by several operations."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

__all__ = ["ExternalId", "RunId", "Sort", "WithShareToken", "sort_description"]

RunId = Annotated[UUID, Path(description="Id of the run, from `POST /v1/runs`.")]
ExternalId = Annotated[str, Path(description="External id of the item, from its submission.")]
Sort = list[str] | None


def _share_token(
    share_token: Annotated[
        str | None, Query(description="Gives access to a run that was shared with this token.")
    ] = None,
) -> str | None:
    return share_token


WithShareToken = Depends(_share_token)


def sort_description(fields: tuple[str, ...]) -> str:
    """Describe the `sort` parameter of a list."""
    names = ", ".join(f"`{field}`" for field in fields)
    return f"Fields to sort by, most important first; `-` before a field reverses it. Fields: {names}."
