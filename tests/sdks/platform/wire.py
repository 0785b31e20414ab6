"""Responses of the platform as JSON, and a memory platform that returns them by route."""

from seawall.core.transfer.checksum import crc32c_base64
from tests.sdks.routed_server import Route, RoutedServer, query, reply

__all__ = [
    "FILES",
    "ITEM_ID",
    "RUN_ID",
    "SCHEMA",
    "Platform",
    "Route",
    "application",
    "artifact",
    "item",
    "me",
    "query",
    "reply",
    "run",
    "statistics",
    "version",
]

RUN_ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
ITEM_ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0c"
FILES = "http://files.test"

SCHEMA = {
    "type": "object",
    "properties": {
        "checksum_base64_crc32c": {"type": "string"},
        "media_type": {"enum": ["image/png"]},
        "mpp": {"type": "number", "maximum": 10},
    },
    "required": ["checksum_base64_crc32c", "media_type"],
    "additionalProperties": False,
}


def statistics(*, total: int = 1, succeeded: int = 0) -> dict[str, int]:
    names = ("pending", "processing", "user_error", "system_error", "skipped")
    counts = {f"item_{name}_count": 0 for name in names}
    return {
        **counts,
        "item_count": total,
        "item_pending_count": total - succeeded,
        "item_succeeded_count": succeeded,
    }


def run(state: str = "TERMINATED", **changes: object) -> dict[str, object]:
    ended = state == "TERMINATED"
    return {
        "run_id": RUN_ID,
        "application_id": "image-qc",
        "version_number": "1.0.0",
        "state": state,
        "output": "FULL" if ended else "NONE",
        "termination_reason": "ALL_ITEMS_PROCESSED" if ended else None,
        "error_code": None,
        "error_message": None,
        "statistics": statistics(succeeded=int(ended)),
        "submitted_at": "2026-07-08T12:00:00Z",
        "submitted_by": "me",
        **changes,
    }


def artifact(number: int = 1, body: bytes = b"a,b\n", **changes: object) -> dict[str, object]:
    return {
        "output_artifact_id": f"00000000-0000-4000-8000-{number:012d}",
        "name": "qc:csv_statistics",
        "metadata": {"media_type": "text/csv", "checksum_base64_crc32c": crc32c_base64(body)},
        "state": "TERMINATED",
        "termination_reason": "SUCCEEDED",
        "output": "AVAILABLE",
        **changes,
    }


def item(external_id: str = "one", *artifacts: dict[str, object], **changes: object) -> dict[str, object]:
    return {
        "item_id": ITEM_ID,
        "external_id": external_id,
        "custom_metadata": None,
        "state": "TERMINATED",
        "output": "FULL",
        "termination_reason": "SUCCEEDED",
        "input_artifacts": [],
        "output_artifacts": list(artifacts),
        **changes,
    }


def application(*numbers: str) -> dict[str, object]:
    return {
        "application_id": "image-qc",
        "name": "Image QC",
        "regulatory_classes": ["RUO"],
        "description": "Looks.",
        "versions": [{"number": number, "released_at": "2026-01-01T00:00:00Z"} for number in numbers],
    }


def version(number: str = "1.0.0", schema: dict[str, object] = SCHEMA) -> dict[str, object]:
    return {
        "version_number": number,
        "changelog": "",
        "released_at": "2026-01-01T00:00:00Z",
        "input_artifacts": [{"name": "image", "mime_type": "image/png", "metadata_schema": schema}],
        "output_artifacts": [],
    }


def me() -> dict[str, object]:
    wire = "aignostics_"
    return {
        "user": {"id": "u1", "email": "a@b.test"},
        "organization": {
            "id": "o1",
            "name": "org",
            f"{wire}bucket_hmac_access_key_id": "key",
            f"{wire}bucket_hmac_secret_access_key": "hush-hush",
            f"{wire}bucket_name": "bucket",
            f"{wire}bucket_protocol": "gs",
            f"{wire}logfire_token": "hush-hush",
            f"{wire}sentry_dsn": "hush-hush",
        },
    }


class Platform(RoutedServer):
    """A platform with responses by route."""
