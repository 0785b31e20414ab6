"""Validation of settings by pydantic: conversion, and one sentence per fault.

The pydantic model is built from the fields of the settings class. This module loads pydantic: import it late.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache, partial
from typing import Annotated, Any, Optional, cast, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.settings.precedence import ResolvedValue
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.settings.fields import REQUIRED, SettingField, fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["pydantic_model", "sentences", "setting_faults", "validated_values"]


def pydantic_model(model: type[SdkSettings]) -> type[BaseModel]:
    """The pydantic model with the fields of `model`, e.g. for its JSON Schema."""
    return _pydantic_model(cast("Hashable", model))


@cache
def _pydantic_model(model: Any) -> type[BaseModel]:
    fields = fields_of(model)
    definitions: dict[str, Any] = {
        name: (_pydantic_type(model, field), _pydantic_field(field)) for name, field in fields.items()
    }
    config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        # Settings in settings, and Secret in a list: pydantic checks the class of their values.
        arbitrary_types_allowed=True,
    )
    made: type[BaseModel] = create_model(model.__name__, __config__=config, **definitions)
    return made


def validated_values(
    model: type[SdkSettings], values: Mapping[str, object], resolved: Mapping[str, ResolvedValue]
) -> dict[str, object]:
    """The value of each field, converted; raises ConfigError with a sentence for each fault.

    `resolved` has the origins of values.
    """
    try:
        made = pydantic_model(model).model_validate(values)
    except ValidationError as error:
        # Without its traceback: the frames of pydantic show all values.
        cause = strip_tracebacks(error)
        raise ConfigError(sentences(_faults(model, error, resolved))) from cause
    return {name: getattr(made, name) for name in fields_of(model)}


def setting_faults(model: type[SdkSettings], values: Mapping[str, object]) -> list[str]:
    """A line, without the value, for each of `values` that does not fit; required settings may be missing."""
    try:
        pydantic_model(model).model_validate(dict(values))
    except ValidationError as error:
        return _faults(model, error, {}, skip_missing=True)
    return []


def sentences(faults: Sequence[str]) -> str:
    """The message of an error with several faults."""
    return "; ".join(faults) + "."


def _pydantic_type(model: type[SdkSettings], field: SettingField) -> Any:
    facts: list[object] = [*field.others]
    for one in field.settings:
        if one.least is not None or one.most is not None:
            facts.append(Field(ge=one.least, le=one.most))
        if one.check is not None:
            facts.append(AfterValidator(partial(one.check, model)))
    # A union with bool accepts one.
    kinds = {field.kind, *get_args(field.kind)}
    if kinds & {int, float} and bool not in kinds:
        facts.append(BeforeValidator(_no_boolean))
    kind: Any = field.kind
    if kinds & {str, Secret} and not kinds & {bytes, bytearray}:
        facts.append(BeforeValidator(_no_bytes))
    if kind is Secret:
        kind = Annotated[str, AfterValidator(Secret)]
    made: Any = kind
    for fact in facts:
        made = Annotated[made, fact]
    return Optional[made] if field.is_optional else made  # noqa: UP045 - made at run time


def _pydantic_field(field: SettingField) -> Any:
    default = ... if field.default is REQUIRED else field.default
    return Field(default=default, description=field.description or None)


def _no_bytes(value: object) -> object:
    # pydantic decodes bytes, and a type checker allows none.
    is_bytes = isinstance(value, bytes | bytearray | memoryview)
    if is_bytes:
        raise ValueError("input should be text, and no bytes: decode it")
    return str(value) if isinstance(value, Secret) else value


def _no_boolean(value: object) -> object:
    # True counts as 1 otherwise.
    if value is True or value is False:
        raise ValueError("input should be a number, and no true or false")
    return value


def _faults(
    model: type[SdkSettings],
    error: ValidationError,
    resolved: Mapping[str, ResolvedValue],
    *,
    skip_missing: bool = False,
) -> list[str]:
    return [
        _fault(model, resolved, fault)
        for fault in error.errors()
        if not (skip_missing and fault["type"] == "missing")
    ]


def _fault(model: type[SdkSettings], resolved: Mapping[str, ResolvedValue], fault: Any) -> str:
    fields = fields_of(model)
    name = str(fault["loc"][0]) if fault["loc"] else "?"
    variable = f"{model.environment_prefix}{name.upper()}"
    if fault["type"] == "missing":
        context = "" if fields[name].is_secret else ", or use a context that has it"
        hint = f"; {model.if_missing[name]}" if name in model.if_missing else ""
        return f"{name} is not set. Set {variable}, or give {name}{context}{hint}"
    if fault["type"] == "extra_forbidden":
        return f"{redact(name)} is not a setting; the nearest is {closest_match(name, fields)}"
    text = str(fault["msg"]).removeprefix("Value error, ")
    origin = resolved[name].origin if name in resolved else "argument"
    subject = f"{variable} (or {name})" if origin == "argument" else f"{name} ({origin})"
    return f"{subject}: {text[:1].lower()}{text[1:]}"
