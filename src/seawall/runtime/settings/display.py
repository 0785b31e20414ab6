"""Settings for people: every value with its origin, without secrets."""

from collections.abc import Mapping

from attrs import frozen

from seawall.core.redaction.redact import redact
from seawall.core.settings.precedence import ResolvedValue
from seawall.runtime.settings.fields import REQUIRED, SettingField, fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.source_values import resolved_values
from seawall.runtime.settings.sources import SettingSources

__all__ = ["DisplayedSetting", "displayed_settings", "shown_values"]

_MASK = "**********"


@frozen
class DisplayedSetting:
    """A setting for display: a secret is masked, a text that looks like one is redacted."""

    name: str
    value: object
    origin: str


def displayed_settings(
    model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources
) -> list[DisplayedSetting]:
    """Every setting with its origin; the values are as they were written, valid or not.

    Raises ConfigError if a name is unknown.
    """
    values = resolved_values(model, given, sources)
    return [_displayed(field, values.get(name)) for name, field in fields_of(model).items()]


def shown_values(settings: SdkSettings) -> dict[str, object]:
    """The values of `settings` as plain JSON, by name: a secret is masked, None if it is not set."""
    shown: dict[str, object] = {}
    for name, one in fields_of(type(settings)).items():
        value: object = getattr(settings, name)
        shown[name] = None if value is None else _displayed(one, ResolvedValue(value, "")).value
    return shown


def _displayed(field: SettingField, resolved: ResolvedValue | None) -> DisplayedSetting:
    if resolved is None and field.default is REQUIRED:
        return DisplayedSetting(field.name, None, "not set")
    if resolved is None:
        return DisplayedSetting(field.name, field.default, "default")
    if field.is_secret:
        return DisplayedSetting(field.name, _MASK, resolved.origin)
    if isinstance(resolved.value, bool | int | float):
        return DisplayedSetting(field.name, resolved.value, resolved.origin)
    text = str(resolved.value)
    # The text before an @ may be a password, with any character in it.
    may_hold_password = "@" in text and ":" in text
    return DisplayedSetting(field.name, _MASK if may_hold_password else redact(text), resolved.origin)
