# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class McpProviderResponse:
    """A provider of an MCP server, with its OAuth endpoints."""

    id: int
    name: str
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    is_mcp: bool
    default_scopes: list[str] | None | UnsetType = UNSET
    meta: dict[str, Any] | None | UnsetType = UNSET
