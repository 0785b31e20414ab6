"""The dialect of a document, from its version."""

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import Json

__all__ = ["dialect_of", "root_dialect"]

_OPENAPI = ("3.0", "3.1", "3.2")


def dialect_of(document: Json) -> str | None:
    """Return `2.0`, `3.0`, `3.1` or `3.2`; None if the document has no version, or another one."""
    if not isinstance(document, dict):
        return None
    if "swagger" in document:
        return "2.0" if str(document["swagger"]).strip() in {"2.0", "2"} else None
    version = str(document.get("openapi", "")).strip().lstrip("v")
    found = ".".join(version.split(".")[:2])
    return found if found in _OPENAPI else None


def root_dialect(document: Json, name: str) -> str:
    """Return the dialect of the root document. Raises SpecError if it is none that Seawall reads."""
    if not isinstance(document, dict):
        raise SpecError(f"{name} is not an OpenAPI document: its top level is not an object.")
    dialect = dialect_of(document)
    if dialect is None:
        key = next((key for key in ("openapi", "swagger", "asyncapi") if key in document), None)
        found = "it has no `openapi` and no `swagger`" if key is None else f"`{key}` is {document[key]!r:.40}"
        raise SpecError(f"{name} is not Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2: {found}.")
    return dialect
