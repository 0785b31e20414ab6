"""Converts the parameters of a path or an operation, and compares them with the placeholders of the path."""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.operation.parameters import (
    BODY_LOCATIONS,
    Parameter,
    convert_parameter,
    read_parameter,
)
from seawall.codegen.doctor.operation.query_strings import parameters_of_query_string
from seawall.codegen.doctor.operation.templates import PathTemplate
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.structure import as_list, reference_to, resolved
from seawall.codegen.spec.plain_data import Json

__all__ = ["ParameterList", "read_parameters", "with_placeholders"]


@frozen
class ParameterList:
    """The parameters of one list: those of the body apart, the others with their converted forms."""

    parameters: tuple[Parameter, ...] = ()
    converted: tuple[dict[str, Json], ...] = ()
    body: tuple[Parameter, ...] = ()
    _names: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    @_names.default
    def _names_by_location(self) -> Mapping[str, frozenset[str]]:
        names: dict[str, set[str]] = {}
        for parameter in self.parameters:
            names.setdefault(parameter.location, set()).add(parameter.name)
        return {location: frozenset(found) for location, found in names.items()}

    def names(self, location: str) -> frozenset[str]:
        """Return the names of the parameters at `location`."""
        return self._names.get(location, frozenset())


def read_parameters(
    conversion: Conversion, value: Json, place: Place, template: PathTemplate | None
) -> ParameterList:
    """Read and convert a list of parameters. A parameter of the query in the path moves there."""
    placeholders = frozenset(template.placeholders if template else ())
    found: dict[tuple[str, str], tuple[Parameter, dict[str, Json]]] = {}
    body: list[Parameter] = []
    for item, at in _items(conversion, value, place):
        read = read_parameter(conversion, item, at, placeholders)
        for parameter in [] if read is None else _expanded(conversion, read, template):
            if parameter.location in BODY_LOCATIONS:
                body.append(parameter)
            elif parameter.key in found:
                message = f"The first {parameter.location} parameter {parameter.name:.80} counts."
                conversion.fix("duplicate-parameter", at, message)
            else:
                found[parameter.key] = parameter, _converted(conversion, parameter, at)
    kept = found.values()
    return ParameterList(tuple(one for one, _ in kept), tuple(one for _, one in kept), tuple(body))


def _items(conversion: Conversion, value: Json, place: Place) -> Iterator[tuple[Json, Place]]:
    """Yield the items of a list; a reference to another list stands for the items of that."""
    target = resolved(conversion, "parameters", value, place)
    if target is not None and isinstance(target.value, list):
        value, place = target.value, target.place
    for index, item in enumerate(as_list(conversion, value, place)):
        at = place / index
        end = resolved(conversion, "parameters", item, at)
        if end is not None and end.place is not at and isinstance(end.value, list):
            yield from ((one, end.place / number) for number, one in enumerate(end.value))
        else:
            yield item, at


def _expanded(
    conversion: Conversion, parameter: Parameter, template: PathTemplate | None
) -> Sequence[Parameter]:
    if parameter.location == "querystring":
        return parameters_of_query_string(conversion, parameter)
    in_query = template.in_query if template else {}
    if parameter.name in in_query and parameter.location in {"path", "query"}:
        name = in_query[parameter.name]
        source: dict[str, Json] = {**parameter.source, "name": name, "in": "query", "required": True}
        return [Parameter(name, "query", source, parameter.place)]
    return [parameter]


def _converted(conversion: Conversion, parameter: Parameter, place: Place) -> dict[str, Json]:
    if parameter.ref is not None:
        name = conversion.component("parameters", parameter.ref, place)
        if name is not None:
            return reference_to("parameters", name, parameter.written)
    return convert_parameter(conversion, parameter)


def with_placeholders(
    conversion: Conversion,
    listed: ParameterList,
    template: PathTemplate,
    place: Place,
    shared: ParameterList | None = None,
) -> ParameterList:
    """Return `listed` with exactly the path parameters that `template` has placeholders for.

    `shared` are the parameters of the path; those that are missing there too are declared in an operation.
    Without it, `listed` are the shared ones, and get the fixed parameters of the query.
    """
    pairs: list[tuple[Parameter, dict[str, Json]]] = []
    declared = listed.names("path")
    placeholders = frozenset(template.placeholders)
    free = {_letters(name): name for name in template.placeholders if name not in declared}
    for parameter, converted in zip(listed.parameters, listed.converted, strict=True):
        if parameter.location != "path" or parameter.name in placeholders:
            pairs.append((parameter, converted))
        elif (renamed := _renamed(conversion, parameter, free)) is not None:
            pairs.append((renamed, convert_parameter(conversion, renamed)))
    added = _fixed(template) if shared is None else _undeclared(conversion, pairs, template, place, shared)
    parameters = tuple(one for one, _ in pairs)
    return evolve(listed, parameters=parameters, converted=(*(one for _, one in pairs), *added))


def _renamed(conversion: Conversion, parameter: Parameter, free: dict[str, str]) -> Parameter | None:
    """Return `parameter` with the name of the placeholder that is meant; None if there is none."""
    name = free.pop(_letters(parameter.name), None)
    if name is None:
        message = f"The path has no placeholder {parameter.name:.80}."
        conversion.fix("unused-path-parameter", parameter.place, message, before=parameter.name)
        return None
    message, at = f"The placeholder is {name:.80}.", parameter.place / "name"
    conversion.fix("path-parameter-name", at, message, before=parameter.name, after=name)
    conversion.count_copy(parameter.source, parameter.place)
    source: dict[str, Json] = {**parameter.source, "name": name}
    return Parameter(name, "path", source, parameter.place)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _undeclared(
    conversion: Conversion,
    pairs: Sequence[tuple[Parameter, dict[str, Json]]],
    template: PathTemplate,
    place: Place,
    shared: ParameterList,
) -> list[dict[str, Json]]:
    own = {(one.location, one.name) for one, _ in pairs}
    added: list[dict[str, Json]] = []
    for name in template.placeholders:
        if name not in shared.names("path") and ("path", name) not in own:
            added.append(_text(name, "path"))
            message = f"No parameter is declared for {name:.80}."
            conversion.fix("undeclared-path-parameter", place, message, after=added[-1])
    declared = shared.names("query")
    missing = (name for name in template.in_query.values() if name not in declared)
    return [*added, *(_text(name, "query") for name in missing if ("query", name) not in own)]


def _fixed(template: PathTemplate) -> list[dict[str, Json]]:
    return [
        {**_text(name, "query"), "schema": {"type": "string", "const": value}}
        for name, value in template.fixed.items()
    ]


def _text(name: str, location: str) -> dict[str, Json]:
    return {"name": name, "in": location, "required": True, "schema": {"type": "string"}}
