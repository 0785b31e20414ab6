"""Applications and their versions as tables. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType

from seawall.sdks.platform import Application, ApplicationSummary, ApplicationVersion
from seawall.terminal.screen import facts, heading, table

__all__ = ["application_parts", "application_table"]


def application_table(applications: Sequence[ApplicationSummary]) -> RenderableType:
    """One row for each application."""
    rows = [
        (
            application.application_id,
            application.latest_version.number if application.latest_version else "-",
            application.name,
            application.description,
        )
        for application in applications
    ]
    return table(("APPLICATION", "LATEST", "NAME", "DESCRIPTION"), rows)


def application_parts(
    application: Application, version: ApplicationVersion | None
) -> Iterator[RenderableType]:
    """An application, and one version of it where it has one."""
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
    yield facts([("Released", f"{version.released_at:%Y-%m-%d}"), ("Changes", version.changelog or "-")])
    for taken in version.input_artifacts:
        yield heading(f"Input {taken.name} ({taken.media_type})")
        yield table(("METADATA", "TYPE", "NEEDED", "MEANS"), list(_keys(taken.metadata_schema)))
    yield heading("Outputs")
    yield table(
        ("OUTPUT", "MEDIA TYPE", "SCOPE"),
        [(made.name, made.media_type, made.scope) for made in version.output_artifacts],
    )


def _keys(schema: Mapping[str, object]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each key that a metadata schema names; a schema may hold anything."""
    properties, required = schema.get("properties"), schema.get("required")
    needed = required if isinstance(required, list) else []
    for name, rule in (properties if isinstance(properties, Mapping) else {}).items():
        known = rule if isinstance(rule, Mapping) else {}
        choices = known.get("enum")
        means = ", ".join(str(choice) for choice in choices) if isinstance(choices, list) else ""
        yield (
            str(name),
            str(known.get("type", "any")),
            "yes" if name in needed else "",
            str(known.get("description", means)),
        )
