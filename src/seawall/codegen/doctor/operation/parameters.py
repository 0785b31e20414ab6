"""Converts parameters: location, name, schema, style."""

from typing import Final

from attrs import field, frozen

from seawall.codegen.doctor.conversion import NOTHING, Conversion
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.operation.media_types import move_keywords, put_schema
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.structure import as_object, flag_kinds, resolved, text_kinds
from seawall.codegen.spec.plain_data import Json

__all__ = ["BODY_LOCATIONS", "Parameter", "convert_parameter", "read_parameter"]

BODY_LOCATIONS: Final = frozenset({"body", "formData"})
"""Locations of Swagger 2.0 that become the request body."""

_STYLES: dict[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_LOCATIONS = frozenset({*_STYLES, *BODY_LOCATIONS, "querystring"})
_FORMATS: dict[str, tuple[str, bool]] = {
    "csv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("form", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}


@frozen
class Parameter:
    """A parameter as it stands in a list: `source` is the object at the end of its references.

    `ref` is the reference, if there is one, and `written` the object that has it.
    """

    name: str
    location: str
    source: dict[str, Json]
    place: Place
    ref: str | None = None
    written: dict[str, Json] = field(factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Name and location, which are unique in an operation; names of headers ignore case."""
        return self.location, self.name.lower() if self.location == "header" else self.name


def read_parameter(
    conversion: Conversion, value: Json, place: Place, placeholders: frozenset[str] = frozenset()
) -> Parameter | None:
    """Read name and location of the parameter `value`; None, with a finding, if it is lost."""
    target = resolved(conversion, "parameters", value, place)
    if target is None:
        conversion.fix("lost-reference", place, "The parameter is left out.", before=value)
        return None
    source = dict(as_object(conversion, target.value, target.place))
    text_kinds(conversion, source, ("name", "in"), target.place)
    name, location = source.get("name"), source.get("in")
    if location == "body":
        name = name or "body"
    if not isinstance(name, str) or not name:
        conversion.fix("parameter-name", target.place, "The parameter is left out.", before=source)
        return None
    conversion.check_name(name, target.place)
    if location not in _LOCATIONS:
        source["in"] = _location(location, name, placeholders)
        message = f"The parameter {name:.80} goes into the {source['in']}."
        after = source["in"]
        before = NOTHING if location is None else location
        conversion.fix("parameter-location", target.place / "in", message, before=before, after=after)
        return Parameter(name, str(source["in"]), source, target.place)
    written = value if isinstance(value, dict) else {}
    ref = written.get("$ref")
    return Parameter(
        name, str(location), source, target.place, ref if isinstance(ref, str) else None, written
    )


def _location(written: Json, name: str, placeholders: frozenset[str]) -> str:
    text = str(written).lower()
    lower = {known.lower(): known for known in _LOCATIONS}
    if text in lower:
        return lower[text]
    return "path" if name in placeholders else "query"


def convert_parameter(conversion: Conversion, parameter: Parameter) -> dict[str, Json]:
    """Return the canonical form of `parameter`, which is none of the body."""
    conversion.count(parameter.place)
    source, place = dict(parameter.source), parameter.place
    text_kinds(conversion, source, ("description", "style"), place)
    flag_kinds(conversion, source, ("required", "deprecated", "explode", *_FLAGS), place)
    below = move_keywords(conversion, source, place, "parameter-schema")
    style = _collection_style(conversion, source, place)
    result = {key: value for key, value in source.items() if key not in {"schema", "content"}}
    result.update(style)
    _check_style(conversion, result, parameter)
    put_schema(conversion, source, result, place, below=below, rule="parameter-schema")
    if parameter.location == "path" and result.get("required") is not True:
        before = result.get("required", NOTHING)
        result["required"] = True
        message = f"{parameter.name:.80} is a part of the path."
        conversion.fix("path-parameter-required", place / "required", message, before=before, after=True)
    return result


_FLAGS = ("allowReserved", "allowEmptyValue")


def _collection_style(conversion: Conversion, source: dict[str, Json], place: Place) -> dict[str, Json]:
    """Return style and explode that replace `collectionFormat`; Swagger 2.0 has `csv` as its default."""
    schema = source.get("schema")
    is_array = isinstance(schema, dict) and schema.get("type") == "array"
    written = source.pop("collectionFormat", None)
    if written is None and not (is_array and conversion.is_swagger(place)):
        return {}
    style, explode = _FORMATS.get(str(written), _FORMATS["csv"])
    result: dict[str, Json] = {}
    if source.get("in") == "query":
        result = {"style": style, "explode": explode}
    if written is not None:
        has_none = str(written) not in _FORMATS or written == "tsv"
        message = (
            f"{written!a:.80} has no equivalent: commas separate."
            if has_none
            else "`style` and `explode` say the same."
        )
        severity = Severity.WARNING if has_none else None
        conversion.fix("collection-format", place, message, before=written, after=result, severity=severity)
    return result


def _check_style(conversion: Conversion, result: dict[str, Json], parameter: Parameter) -> None:
    style = result.get("style")
    allowed = _STYLES.get(parameter.location, ())
    if style is not None and style not in allowed:
        del result["style"]
        message = f"A {parameter.location} parameter has the style {' or '.join(allowed)}."
        conversion.fix("parameter-style", parameter.place / "style", message, before=style)
