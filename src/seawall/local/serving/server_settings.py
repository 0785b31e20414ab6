"""Settings that every local server has."""

from pathlib import Path

from attrs import field, frozen

__all__ = ["ServerSettings"]


def _strip_trailing_slash(value: str | None) -> str | None:
    return None if value is None else value.rstrip("/")


@frozen(kw_only=True)
class ServerSettings:
    """Settings of one local server; none of them is a secret.

    data_dir: folder of database, files and keys; created if missing; one server at a time
    public_url: scheme://host:port of the server in links; None means the URL at which it listens
    """

    data_dir: Path = field(converter=Path)
    public_url: str | None = field(default=None, converter=_strip_trailing_slash)
