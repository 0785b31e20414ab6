"""Reads an effective spec as an `Api`."""

from collections.abc import Mapping

from seawall.codegen.api.json_fields import extension_fields, list_field, object_field, text_field
from seawall.codegen.api.model import Api
from seawall.codegen.api.path_items import PathItemReader
from seawall.codegen.api.schema_reading.alias_cycles import without_cycles
from seawall.codegen.api.schema_reading.endless import with_finite_values
from seawall.codegen.api.schema_reading.schema_reader import SchemaReader
from seawall.codegen.api.security import read_security_schemes, read_servers
from seawall.codegen.api.source import Node, Source
from seawall.codegen.spec.document import Json

__all__ = ["read_api"]


def read_api(effective: Mapping[str, Json]) -> Api:
    """Read the effective spec, a document in canonical OpenAPI 3.1.

    Parts that the Api can not hold exactly are in its findings. Raises SpecError if the spec is nested too
    deep, or if its merged schemas grow without bounds.
    """
    source = Source(effective)
    schemas = SchemaReader(source)
    items = PathItemReader(source, schemas)
    components = with_finite_values(source, without_cycles(source, schemas.components()))
    info = object_field(effective, "info")
    return Api(
        title=text_field(info, "title"),
        version=text_field(info, "version"),
        description=text_field(info, "description"),
        servers=read_servers(source, Node("#", effective)),
        operations=items.paths(),
        webhooks=items.webhooks(),
        schemas=components,
        security_schemes=read_security_schemes(source),
        tags=_tags(effective),
        extensions={**extension_fields(info), **extension_fields(effective)},
        findings=source.findings,
    )


def _tags(document: Mapping[str, Json]) -> dict[str, str]:
    return {
        text_field(tag, "name"): text_field(tag, "description")
        for tag in list_field(document, "tags")
        if isinstance(tag, dict) and text_field(tag, "name")
    }
