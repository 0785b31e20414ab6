"""Tables of applications and their versions. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType

from seawall.sdks.platform import Application, ApplicationSummary, ApplicationVersion
from seawall.terminal.commands.views import View, table_view
from seawall.terminal.screen import facts, heading, table

__all__ = ["application_parts", "application_table"]


application_table: View[Sequence[ApplicationSummary]] = table_view(
    ApplicationSummary,
    {
        "APPLICATION": "application_id",
        "LATEST": lambda one: one.latest_version.number if one.latest_version else None,
        "NAME": "name",
        "DESCRIPTION": "description",
    },
)
"""A table with one row for each application."""


def application_parts(
    application: Application, version: ApplicationVersion | None
) -> Iterator[RenderableType]:
    """Yield the parts that describe an application, and `version` if it has one."""
    yield facts(
        [
            ("Application", application.application_id),
            ("Name", application.name),
            ("Description", application.description),
            ("Regulatory", ", ".join(application.regulatory_classes) or "-"),
            ("Versions", ", ".join(released.number for released in application.versions) or "none"),
        ]
    )
    if version is not None:
        yield from _version_parts(version)


def _version_parts(version: ApplicationVersion) -> Iterator[RenderableType]:
    yield heading(f"Version {version.version_number}")
    released = "-" if version.released_at is None else f"{version.released_at:%Y-%m-%d}"
    yield facts([("Released", released), ("Changes", version.changelog or "-")])
    for artifact in version.input_artifacts:
        yield heading(f"Input {artifact.name} ({artifact.media_type})")
        yield table(
            ("METADATA", "TYPE", "REQUIRED", "DESCRIPTION"), list(_metadata_rows(artifact.metadata_schema))
        )
    yield heading("Outputs")
    yield table(
        ("OUTPUT", "MEDIA TYPE", "SCOPE"),
        [(artifact.name, artifact.media_type, artifact.scope) for artifact in version.output_artifacts],
    )


def _metadata_rows(schema: Mapping[str, object]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each property of a metadata schema, which comes from the server and may be malformed."""
    properties, listed = schema.get("properties"), schema.get("required")
    required = listed if isinstance(listed, list) else []
    # A property of a JSON Schema may also be True or False, so check every level.
    for name, value in (properties if isinstance(properties, Mapping) else {}).items():
        subschema = value if isinstance(value, Mapping) else {}
        choices = subschema.get("enum")
        values = ", ".join(str(choice) for choice in choices) if isinstance(choices, list) else ""
        yield (
            str(name),
            str(subschema.get("type", "any")),
            "yes" if name in required else "",
            str(subschema.get("description", values)),
        )
