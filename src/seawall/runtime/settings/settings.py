"""Settings of an SDK: read once, from arguments, environment, `.env`, context, preset and defaults.

An SDK's settings are a subclass of `SdkSettings`. This module loads pydantic, so import it where a client is
made and not with the SDK.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar, Generic, Self, TypeVar, get_args

from attrs import field, frozen
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.settings.precedence import ResolvedValue, Source, first_set, name_faults, prefix_faults
from seawall.core.validation.arguments import describe_type
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.settings.contexts import Context, ContextFile

__all__ = [
    "DisplayedSetting",
    "ResolvedSettings",
    "SdkSettings",
    "SettingSources",
    "client_settings",
    "displayed_settings",
    "is_secret",
    "load_sources",
    "read_settings",
    "resolve",
    "setting_faults",
]

_CONTEXT_VARIABLE = "SEAWALL_CONTEXT"
_MASK = "**********"
# Arguments, environment and `.env`: the first sources.
_VARIABLES = 3
# How much alike, of 1, two names are of which one is meant for the other.
_MISSPELT = 0.8
# Variables share their beginning, and other programs have some too.
_MISSPELT_VARIABLE = 0.9


class SdkSettings(BaseModel):
    """What the settings of every SDK are: frozen, and an unknown name is an error.

    A subclass names its `section` in contexts, its `environment_prefix` (`base_url` is then PREFIX +
    BASE_URL), its `presets`, and in `if_missing` what else to say where a setting without default is not
    given. Raises ConfigError, which names each setting that does not fit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    section: ClassVar[str]
    environment_prefix: ClassVar[str]
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {}
    if_missing: ClassVar[Mapping[str, str]] = {}

    preset: str | None = Field(default=None, description="Name of a set of defaults.")

    @field_validator("preset")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is None or value in cls.presets:
            return value
        near = f"; the nearest is {closest_match(value, cls.presets)}" if cls.presets else ""
        raise ValueError(f"there is no such preset{near}")

    @field_validator("*", mode="before")
    @classmethod
    def _is_no_switch(cls, value: object, info: ValidationInfo) -> object:
        # True counts as 1 otherwise.
        known = cls.model_fields[str(info.field_name)].annotation
        kinds = {known, *get_args(known)}
        if isinstance(value, bool) and kinds & {int, float} and bool not in kinds:
            raise ValueError("input should be a number, and no true or false")
        return value

    @model_validator(mode="wrap")
    @classmethod
    def _is_told_in_sentences(
        cls, values: object, validated: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        try:
            return validated(values)
        except ValidationError as error:
            # `resolve` hands in where each value comes from.
            raise ConfigError(_sentences(setting_faults(cls, error, info.context))) from error


S = TypeVar("S", bound=SdkSettings)


@frozen
class SettingSources:
    """Where settings come from beside arguments. The repr holds no value: one may be a secret."""

    environment: Mapping[str, str] = field(factory=dict, repr=False)
    dotenv: Mapping[str, str] = field(factory=dict, repr=False)
    context: Context | None = None


@frozen
class ResolvedSettings(Generic[S]):
    """Settings, and for each of their fields where its value comes from."""

    settings: S
    origins: Mapping[str, str]


@frozen
class DisplayedSetting:
    """A setting as people may see it: a secret is masked, what looks like one is redacted."""

    name: str
    value: object
    origin: str


def load_sources(
    *, context: str | None = None, folder: Path | None = None, contexts: ContextFile | None = None
) -> SettingSources:
    """The process environment, `.env` in `folder` (the working directory), and the context.

    The context is the one named by `context`, else by SEAWALL_CONTEXT, else the current one of the file.
    Raises ConfigError where it is unknown, a file can not be read, or SEAWALL_CONTEXT is misspelt.
    """
    environment, dotenv = dict(os.environ), _dotenv(folder or Path())
    told = {name for name, value in [*environment.items(), *dotenv.items()] if value}
    for misspelt in _near(_CONTEXT_VARIABLE, told, _MISSPELT_VARIABLE):
        raise ConfigError(f"{misspelt} is no variable of Seawall; the nearest is {_CONTEXT_VARIABLE}.")
    named = context or environment.get(_CONTEXT_VARIABLE) or dotenv.get(_CONTEXT_VARIABLE)
    return SettingSources(environment, dotenv, (contexts or ContextFile()).read().named(named or None))


def read_settings(model: type[S], given: Mapping[str, object], *, context: str | None = None) -> S:
    """The settings that follow from `given` arguments and from what this process finds around it.

    None counts as not given. `context` names one; None is the one of SEAWALL_CONTEXT, or the current one.
    Raises ConfigError, which names each setting that does not fit.
    """
    return resolve(model, given, load_sources(context=context)).settings


def client_settings(
    model: type[S], settings: S | None, given: Mapping[str, object], *, context: str | None = None
) -> S:
    """The settings of a client: `settings` that were made beforehand, or else those that it reads.

    See `read_settings`. Raises ConfigError where `settings` are no `model`, or where anything is `given`
    beside them.
    """
    if settings is None:
        return read_settings(model, given, context=context)
    if not isinstance(settings, model):
        what = f"{model.__module__}.{model.__name__}"
        raise ConfigError(f"settings is {describe_type(settings)}. Give a {what}.")
    beside = [name for name, value in {**given, "context": context}.items() if value is not None]
    if beside:
        raise ConfigError(f"settings are given, and {', '.join(beside)} too: put them into the settings.")
    return settings


def resolve(model: type[S], given: Mapping[str, object], sources: SettingSources) -> ResolvedSettings[S]:
    """The settings that follow from `given` arguments (None counts as not given) and `sources`.

    Raises ConfigError, which names each setting that is unknown, missing, out of range, or a secret in the
    contexts' file.
    """
    choices = _choices(model, given, sources)
    values = {name: choice.value for name, choice in choices.items()}
    settings = model.model_validate(values, context=choices)
    origins = {name: choices[name].origin if name in choices else "default" for name in model.model_fields}
    return ResolvedSettings(settings, origins)


def displayed_settings(
    model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources
) -> list[DisplayedSetting]:
    """Every setting with its origin, for people; values as they were written, right or wrong.

    Raises ConfigError where a name is unknown.
    """
    choices = _choices(model, given, sources)
    return [_shown(model, name, choices.get(name)) for name in model.model_fields]


def is_secret(model: type[SdkSettings], name: str) -> bool:
    """Whether a field holds a secret."""
    known = model.model_fields.get(name)
    return known is not None and SecretStr in {known.annotation, *get_args(known.annotation)}


def _choices(
    model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources
) -> dict[str, ResolvedValue]:
    ordered = _ordered_sources(model, given, sources)
    context = sources.context
    faults = [
        *name_faults(ordered, model.model_fields),
        *_misspelt_prefixes(model, ordered, sources),
        *_misplaced_secrets(model, context),
        *_misspelt_sections(model, context),
    ]
    if faults:
        raise ConfigError(_sentences(faults))
    choices = first_set(ordered)
    preset = choices.get("preset")
    name = str(preset.value) if preset is not None else ""
    # One that is unknown is told of with all else that does not fit.
    values = model.presets.get(name, {})
    return {**first_set([Source(place=f"preset {name}", values=values)]), **choices}


def _ordered_sources(
    model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources
) -> Sequence[Source]:
    for name in ("section", "environment_prefix"):
        if not isinstance(getattr(model, name, None), str):
            raise ConfigError(f"{model.__name__} has no {name}. Give the class one.")
    prefix, context = model.environment_prefix, sources.context
    ordered = [
        Source(place="argument", values={name: value for name, value in given.items() if value is not None}),
        Source.of_environment("environment", sources.environment, prefix),
        Source.of_environment(".env", sources.dotenv, prefix),
    ]
    if context is not None:
        values = context.sections.get(model.section, {})
        ordered.append(Source(place=f"context {context.name}", values=values))
    return ordered


def _misplaced_secrets(model: type[SdkSettings], context: Context | None) -> list[str]:
    if context is None:
        return []
    return [
        f"{name} stands in context {context.name}: a secret has no place in that file. Delete it there and "
        f"set {model.environment_prefix}{name.upper()}"
        for name in context.sections.get(model.section, {})
        if is_secret(model, name)
    ]


def _misspelt_prefixes(
    model: type[SdkSettings], ordered: Sequence[Source], sources: SettingSources
) -> Iterator[str]:
    """A variable that looks like one of ours is another's where ours, or an argument, has that setting."""
    prefix = model.environment_prefix
    ours = {name for source in ordered[:_VARIABLES] for name in source.values}
    wanted = [name for name in model.model_fields if name not in ours]
    yield from prefix_faults("environment", sources.environment, prefix, wanted)
    yield from prefix_faults(".env", sources.dotenv, prefix, wanted)


def _misspelt_sections(model: type[SdkSettings], context: Context | None) -> list[str]:
    """A section that is another SDK's is no concern of this one, but for one that looks like its own."""
    if context is None:
        return []
    return [
        f"{redact(section)} in context {context.name} is no SDK; the nearest is {model.section}"
        for section in _near(model.section, context.sections)
    ]


def _near(name: str, found: Iterable[str], alike: float = _MISSPELT) -> list[str]:
    """What in `found` is probably a misspelt `name`; nothing where that is there too."""
    there = set(found)
    return [] if name in there else get_close_matches(name, sorted(there), n=1, cutoff=alike)


def setting_faults(
    model: type[SdkSettings],
    error: ValidationError,
    choices: Mapping[str, ResolvedValue] | None = None,
    *,
    skip_missing: bool = False,
) -> list[str]:
    """A line for each setting that does not fit, with its name as the user wrote it; no value in any."""
    return [
        _fault(model, choices or {}, dict(fault))
        for fault in error.errors()
        if not (skip_missing and fault["type"] == "missing")
    ]


def _fault(
    model: type[SdkSettings], choices: Mapping[str, ResolvedValue], fault: Mapping[str, object]
) -> str:
    place = fault["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else "?"
    variable = f"{model.environment_prefix}{name.upper()}"
    if fault["type"] == "missing":
        where = "" if is_secret(model, name) else ", or use a context that has it"
        more = f"; {model.if_missing[name]}" if name in model.if_missing else ""
        return f"{name} is not set. Set {variable}, or give {name}{where}{more}"
    if fault["type"] == "extra_forbidden":
        return f"{redact(name)} is no setting; the nearest is {closest_match(name, model.model_fields)}"
    text = str(fault["msg"]).removeprefix("Value error, ")
    origin = choices[name].origin if name in choices else "argument"
    told = f"{variable} (or {name})" if origin == "argument" else f"{name} ({origin})"
    return f"{told}: {text[:1].lower()}{text[1:]}"


def _sentences(faults: Sequence[str]) -> str:
    return "; ".join(faults) + "."


def _shown(model: type[SdkSettings], name: str, choice: ResolvedValue | None) -> DisplayedSetting:
    known = model.model_fields[name]
    if choice is None:
        is_set = not known.is_required()
        return DisplayedSetting(name, known.default if is_set else None, "default" if is_set else "not set")
    if is_secret(model, name):
        return DisplayedSetting(name, _MASK, choice.origin)
    if isinstance(choice.value, bool | int | float):
        return DisplayedSetting(name, choice.value, choice.origin)
    text = str(choice.value)
    # What stands before an @ may be a password, with any character in it.
    may_hold_password = "@" in text and ":" in text
    return DisplayedSetting(name, _MASK if may_hold_password else redact(text), choice.origin)


def _dotenv(folder: Path) -> dict[str, str]:
    """What `.env` in `folder` says, as it stands: no value is put together from others."""
    path = folder / ".env"
    if not path.is_file():
        return {}
    # Imported here: most folders have no such file.
    from dotenv.parser import parse_stream  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path.absolute()} can not be read: {why}. Mend it, or move it away.") from error
    for binding in bindings:
        if binding.error:
            # Its text begins with the empty lines before it.
            text = binding.original.string
            line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
            raise ConfigError(f"{path.absolute()}, line {line}: this is no NAME=value. Mend it.")
    return {one.key: one.value for one in bindings if one.key is not None and one.value is not None}
