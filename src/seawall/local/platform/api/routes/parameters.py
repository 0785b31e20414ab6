"""Path and query parameters that several operations share."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

__all__ = ["ExternalId", "RunId", "Sort", "WithShareToken", "sort_description"]

RunId = Annotated[UUID, Path(description="The run, as `POST /v1/runs` named it.")]
ExternalId = Annotated[str, Path(description="The item, as its submitter named it.")]
Sort = list[str] | None


def _share_token(
    share_token: Annotated[
        str | None, Query(description="Opens a run that was shared with this token.")
    ] = None,
) -> str | None:
    return share_token


WithShareToken = Depends(_share_token)


def sort_description(fields: tuple[str, ...]) -> str:
    """What the `sort` parameter of a list says of itself."""
    names = ", ".join(f"`{field}`" for field in fields)
    return f"Fields to sort by, most important first; `-` before a field reverses it. Fields: {names}."
