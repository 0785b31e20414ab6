"""A stock package as its users make it: openapi-python-client reads the author's spec itself."""

import contextlib
import io
from pathlib import Path


def stock_package(document: bytes, folder: Path, *, literal_enums: bool = False) -> dict[str, str]:
    """The source files of the package, by relative path; `folder` is for the spec and the output."""
    import openapi_python_client
    from openapi_python_client.config import Config, ConfigFile, MetaType

    source = folder / "spec.json"
    source.write_bytes(document)
    config = Config.from_sources(
        ConfigFile(literal_enums=literal_enums, package_name_override="client", post_hooks=[]),
        meta_type=MetaType.NONE,
        document_source=source,
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / "client",
    )
    with contextlib.redirect_stdout(io.StringIO()):
        assert openapi_python_client.generate(config=config) == []
    return {
        path.relative_to(folder / "client").as_posix(): path.read_text()
        for path in (folder / "client").rglob("*.py")
    }
