"""Styles of parameters (OpenAPI 3.1, section 4.8.12.6): paths, queries, headers, cookies, forms. Pure."""

from typing import Literal, TypeAlias

__all__ = ["Place", "Style"]

Place: TypeAlias = Literal["path", "query", "header", "cookie"]
"""The part of a request that holds a parameter."""

Style: TypeAlias = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject"
]
"""The way in which a list or an object is written as text."""
