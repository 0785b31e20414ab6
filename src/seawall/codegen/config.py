"""Reads the settings of generation: seawall.toml for SDKs, `[tool.seawall]` for packages that stand alone."""

import json
import keyword
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from attrs import field, fields, frozen

from seawall.codegen.errors import SettingsError

__all__ = ["SdkConfig", "load_config", "package_config"]

OUTPUT_FOLDER = "_generated"
# An SDK may have clients of several versions of its API, e.g. `_generated_v0`.
_OUTPUT_FOLDERS = re.compile(rf"{OUTPUT_FOLDER}(_[a-z0-9_]+)?")
_TEXTS = ("spec", "names", "lock", "ledger", "output")
# They decide what a bump does, and not what is generated.
_BUMP_TEXTS = ("layer", "version", "changelog", "history", "surface")
_LISTS = ("overlays", "only", "allow_refs")
_STYLE_KEYS = ("style", "stock_config", "stock_templates")
_STYLES = ("seawall", "stock")
_SDK_KEYS = (*_TEXTS, *_BUMP_TEXTS, *_LISTS, *_STYLE_KEYS, "waive")
_PACKAGE_KEYS = ("package", *_SDK_KEYS)


@frozen(kw_only=True)
class SdkConfig:
    """Input and output paths of one client, relative to `folder`, the folder of the settings.

    `only` are the operations to generate, all if it is empty. `waive` maps parts of the spec to the reason
    for leaving them out. `allow_refs` are the places that the spec may refer to beside its own folder.
    `command` is the command that generates the client.

    `style` is `seawall`, or `stock` for the package that openapi-python-client makes; `stock_config` is its
    configuration file and `stock_templates` a folder of templates for it, both empty if there is none.

    A bump reads and writes the others: `layer` is the folder of the stable layer, `version` its module with
    `__version__` and `__api_version__`, `changelog` its changelog, `history` the list of its bumps and
    `surface` its public names. An empty one does not exist.
    """

    name: str
    folder: Path = field(converter=Path)
    spec: str
    names: str
    lock: str
    ledger: str
    output: str
    command: str
    overlays: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    allow_refs: tuple[str, ...] = ()
    waive: Mapping[str, str] = field(factory=dict)
    style: str = "seawall"
    stock_config: str = ""
    stock_templates: str = ""
    layer: str = ""
    version: str = ""
    changelog: str = ""
    history: str = ""
    surface: str = ""

    def path(self, relative: str) -> Path:
        """Resolve a path of the settings."""
        return self.folder / relative

    @property
    def marker(self) -> str:
        """The first line of every generated file."""
        spec = PurePosixPath(self.spec.partition("?")[0]).name
        return f'# DO NOT EDIT. Generated from {spec} by "{self.command}".'

    @property
    def settings(self) -> bytes:
        """The settings of this client in a canonical form, for the hash in the lock file."""
        without = {"folder", *_BUMP_TEXTS}
        values = {a.name: getattr(self, a.name) for a in fields(SdkConfig) if a.name not in without}
        return json.dumps(values, sort_keys=True).encode("ascii")

    @property
    def settings_name(self) -> str:
        """The name of the settings in the lock file."""
        return f"settings of {self.name}"


def load_config(path: Path, name: str, given: Mapping[str, object] = MappingProxyType({})) -> SdkConfig:
    """Read the settings of the SDK `name` from the seawall.toml at `path`; those in `given` replace them.

    `names`, `lock`, `ledger`, `history` and `surface` have defaults next to the file; `layer` is the folder
    around `output`, which has `version` and `changelog` too. Raises SettingsError if the file, the SDK,
    `spec` or `output` is missing, or if a setting is unknown.
    """
    document = _read_toml(path)
    sdks = document.get("sdk")
    table = sdks.get(name) if isinstance(sdks, dict) else None
    if not isinstance(table, dict):
        known = ", ".join(sorted(sdks)) if isinstance(sdks, dict) and sdks else "none"
        raise SettingsError(f"{path} has no table [sdk.{name}]; its SDKs are: {known}.")
    location = f"{path}, [sdk.{name}]"
    _check_keys(table, _SDK_KEYS, location)
    defaults = {
        "names": f"names/{name}.json",
        "lock": f"{name}.lock.json",
        "ledger": f"{name}.ledger.json",
        "history": f"history/{name}.json",
        "surface": f"{name}.surface.json",
        **_layer_defaults(str(table.get("layer") or PurePosixPath(str(table.get("output"))).parent)),
    }
    config = _config(path.parent, name, {**defaults, **table, **given}, f"seawall generate {name}", location)
    if not _OUTPUT_FOLDERS.fullmatch(PurePosixPath(config.output).name):
        # Generation replaces the whole folder, so its name must show that it contains no hand-written code.
        raise SettingsError(
            f"{location}: `output` must be a folder called {OUTPUT_FOLDER} or {OUTPUT_FOLDER}_NAME."
        )
    return config


def package_config(folder: Path, given: Mapping[str, object]) -> SdkConfig:
    """The settings of a package that stands alone, in a repository at `folder`.

    They come from `given`, and from `[tool.seawall]` in its pyproject.toml. `output` is the folder to put the
    package in. Raises SettingsError if `spec` or `package` is missing, or if a setting is unknown.
    """
    path = folder / "pyproject.toml"
    tools = _read_toml(path).get("tool") if path.is_file() else None
    table = tools.get("seawall", {}) if isinstance(tools, dict) else {}
    location = f"{path}, [tool.seawall]"
    if not isinstance(table, dict):
        raise SettingsError(f"{location} must be a table.")
    _check_keys(table, _PACKAGE_KEYS, location)
    settings = {**table, **given}
    for key in ("spec", "package"):
        if key not in settings:
            raise SettingsError(
                f"There is no `{key}`. Give --{key}, or set it in [tool.seawall] of {path.name}."
            )
    package = _ascii_text(location, "package", settings.pop("package"))
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", package) or keyword.iskeyword(package):
        raise SettingsError(f"{package!r} is not the name of a Python package; write it like `my_api`.")
    settings["output"] = str(
        PurePosixPath(_ascii_text(location, "output", settings.get("output", ".")), package)
    )
    defaults = {
        "names": f"codegen/names/{package}.json",
        "lock": f"codegen/{package}.lock.json",
        "ledger": f"codegen/{package}.ledger.json",
        "history": f"codegen/history/{package}.json",
        "surface": f"codegen/{package}.surface.json",
    }
    if "layer" in settings:
        defaults |= _layer_defaults(str(settings["layer"]))
    return _config(folder, package, {**defaults, **settings}, "seawall generate", location)


def _layer_defaults(layer: str) -> dict[str, str]:
    return {"layer": layer, "version": f"{layer}/_version.py", "changelog": f"{layer}/CHANGELOG.md"}


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"{path} can not be read: {error.strerror}. Give another file with --config."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error


def _check_keys(table: Mapping[str, object], known: Sequence[str], location: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = (
                f"; did you mean `{near[0]}`?" if near else f"; the settings are {', '.join(sorted(known))}."
            )
            raise SettingsError(f"{location}: `{key}` is unknown{hint}")


def _config(folder: Path, name: str, table: Mapping[str, object], command: str, location: str) -> SdkConfig:
    lists = {}
    for key in _LISTS:
        values = table.get(key, [])
        if not isinstance(values, list | tuple):
            raise SettingsError(f"{location}: `{key}` must be a list of texts.")
        lists[key] = tuple(_ascii_text(location, key, value) for value in values)
    waive = table.get("waive", {})
    if not isinstance(waive, dict) or not all(
        isinstance(reason, str) and reason.strip() for reason in waive.values()
    ):
        raise SettingsError(f"{location}: `waive` must map parts such as `GET /pets` to a reason.")
    texts = {key: _ascii_text(location, key, table.get(key)) for key in _TEXTS}
    return SdkConfig(
        name=_ascii_text(location, "name", name),
        folder=folder,
        command=command,
        spec=texts["spec"],
        names=texts["names"],
        lock=texts["lock"],
        ledger=texts["ledger"],
        output=texts["output"],
        overlays=lists["overlays"],
        only=lists["only"],
        allow_refs=lists["allow_refs"],
        waive=waive,
        **{key: _ascii_text(location, key, table[key]) for key in _BUMP_TEXTS if key in table},
        **_style(table, location),
    )


def _style(table: Mapping[str, object], location: str) -> dict[str, str]:
    found = {key: _ascii_text(location, key, table[key]) for key in _STYLE_KEYS if key in table}
    style = found.get("style", _STYLES[0])
    if style not in _STYLES:
        raise SettingsError(f"{location}: there is no style {style!r}. Use {' or '.join(_STYLES)}.")
    unused = found.keys() - {"style"} if style != "stock" else set()
    if unused:
        raise SettingsError(
            f'{location}: `{min(unused)}` is a setting of the stock style; add `style = "stock"`.'
        )
    return found


def _ascii_text(location: str, key: str, value: object) -> str:
    # The values become part of generated files, which are ASCII.
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable():
        raise SettingsError(f"{location}: `{key}` must be printable ASCII text, not {value!r}.")
    return value
