"""Reads seawall.toml: the spec, overlays, names and output folder of each SDK."""

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from attrs import field, fields, frozen

from seawall.codegen.errors import SettingsError

__all__ = ["SdkConfig", "load_config"]

OUTPUT_FOLDER = "_generated"


@frozen(kw_only=True)
class SdkConfig:
    """Input and output paths of one SDK, relative to `folder`, the folder of seawall.toml."""

    name: str
    folder: Path = field(converter=Path)
    spec: str
    names: str
    lock: str
    output: str
    overlays: tuple[str, ...] = ()

    def path(self, relative: str) -> Path:
        """Resolve a path of seawall.toml."""
        return self.folder / relative

    @property
    def marker(self) -> str:
        """The first line of every generated file."""
        spec = PurePosixPath(self.spec).name
        return f'# DO NOT EDIT. Generated from {spec} by "seawall generate {self.name}".'

    @property
    def settings(self) -> bytes:
        """The settings of this SDK in a canonical form, for the hash in the lock file."""
        values = {a.name: getattr(self, a.name) for a in fields(SdkConfig) if a.name != "folder"}
        return json.dumps(values, sort_keys=True).encode("ascii")

    @property
    def command(self) -> str:
        """The command that regenerates the output."""
        return f"seawall generate {self.name}"


def load_config(path: Path, name: str) -> SdkConfig:
    """Read the settings of the SDK `name` from the seawall.toml at `path`.

    `names` and `lock` have defaults next to the file. Raises SettingsError if the file, the SDK, `spec` or
    `output` is missing, or if a setting is unknown.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"{path} can not be read: {error.strerror}. Give another file with --config."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    sdks = document.get("sdk")
    table = sdks.get(name) if isinstance(sdks, dict) else None
    if not isinstance(table, dict):
        known = ", ".join(sorted(sdks)) if isinstance(sdks, dict) and sdks else "none"
        raise SettingsError(f"{path} has no table [sdk.{name}]; its SDKs are: {known}.")
    return _config(path, name, table)


def _config(path: Path, name: str, table: Mapping[str, object]) -> SdkConfig:
    known = {a.name for a in fields(SdkConfig)} - {"name", "folder"}
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = (
                f"; did you mean `{near[0]}`?" if near else f"; the settings are {', '.join(sorted(known))}."
            )
            raise SettingsError(f"{path}, [sdk.{name}]: `{key}` is unknown{hint}")
    overlays = table.get("overlays", [])
    if not isinstance(overlays, list):
        raise SettingsError(f"{path}, [sdk.{name}]: `overlays` must be a list of paths.")
    defaults = {"names": f"names/{name}.json", "lock": f"{name}.lock.json"}
    config = SdkConfig(
        name=_ascii_text(path, name, "name", name),
        folder=path.parent,
        overlays=tuple(_ascii_text(path, name, "overlays", item) for item in overlays),
        **{
            key: _ascii_text(path, name, key, table.get(key, defaults.get(key)))
            for key in ("spec", "names", "lock", "output")
        },
    )
    if PurePosixPath(config.output).name != OUTPUT_FOLDER:
        # Generation replaces the whole folder, so its name must show that it contains no hand-written code.
        raise SettingsError(f"{path}, [sdk.{name}]: `output` must be a folder called {OUTPUT_FOLDER}.")
    return config


def _ascii_text(path: Path, name: str, key: str, value: object) -> str:
    # The values become part of generated files, which are ASCII.
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable():
        raise SettingsError(f"{path}, [sdk.{name}]: `{key}` must be printable ASCII text, not {value!r}.")
    return value
