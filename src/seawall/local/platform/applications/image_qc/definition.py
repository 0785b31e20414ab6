"""Definition of `image-qc`: its inputs, outputs and versions."""

from datetime import UTC, datetime

from seawall.local.platform.applications.definition import (
    Application,
    InputDefinition,
    OutputDefinition,
    Version,
    object_schema,
    output_schema,
)
from seawall.local.platform.applications.work import FileOutput, Work

__all__ = ["IMAGE_QC", "process"]


def process(work: Work) -> list[FileOutput]:
    """Analyse the item's image."""
    # Late: scikit-image, scipy and Pillow take 700 ms to import, and the server starts without them.
    from seawall.local.platform.applications.image_qc import analysis  # noqa: PLC0415

    return analysis.process(work)


_IMAGE = InputDefinition(
    name="image",
    mime_type="image/tiff",
    metadata_schema=object_schema(
        {
            "checksum_base64_crc32c": {"type": "string", "description": "CRC-32C of the file, base64."},
            "media_type": {"type": "string", "enum": ["image/png", "image/jpeg", "image/tiff"]},
            "size_bytes": {"type": "integer", "minimum": 1},
            "mpp": {
                "type": "number",
                "minimum": 0.001,
                "maximum": 10,
                "description": "Microns per pixel.",
            },
            "stain": {"type": "string"},
        },
        required=("checksum_base64_crc32c", "media_type"),
    ),
)
_SIDE = {"type": "integer", "minimum": 1}
_OUTPUTS = (
    OutputDefinition(
        "qc:tiff_heatmap", "image/tiff", output_schema("image/tiff", {"width": _SIDE, "height": _SIDE})
    ),
    OutputDefinition(
        "qc:geojson_regions",
        "application/geo+json",
        output_schema("application/geo+json", {"region_count": {"type": "integer", "minimum": 0}}),
    ),
    OutputDefinition("qc:csv_statistics", "text/csv", output_schema("text/csv")),
)
IMAGE_QC = Application(
    application_id="image-qc",
    name="Image Quality Control",
    description="Finds tissue in an image, measures how sharp it is and how it is stained.",
    versions=(
        Version(
            number="1.0.0",
            released_at=datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
            changelog="First version.",
            inputs=(_IMAGE,),
            outputs=_OUTPUTS,
            process=process,
        ),
    ),
)
