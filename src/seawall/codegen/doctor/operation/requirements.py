"""Converts servers and security requirements."""

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.schema.values import converted
from seawall.codegen.doctor.structure import as_list, as_object, text_kinds
from seawall.codegen.spec.plain_data import Json

__all__ = ["convert_security", "convert_servers"]

_STRING = frozenset({"string"})


def convert_servers(conversion: Conversion, value: Json, place: Place) -> list[Json]:
    """Return the servers, each an object with a URL; a variable has a default, and both are text."""
    servers: list[Json] = []
    for index, item in enumerate(as_list(conversion, value, place)):
        below = place / index
        if isinstance(item, str):
            item = {"url": item}  # noqa: PLW2901 - the usual form
            conversion.fix("server", below, "A server is an object.", after=item)
        server = dict(as_object(conversion, item, below))
        text_kinds(conversion, server, ("url", "description"), below)
        if "url" not in server:
            conversion.fix("server", below, "A server without a URL is left out.", before=item)
            continue
        conversion.check_name(str(server["url"]), below / "url")
        if "variables" in server:
            variables = as_object(conversion, server["variables"], below / "variables")
            server["variables"] = {
                name: _variable(conversion, one, below / "variables" / name)
                for name, one in variables.items()
            }
        servers.append(server)
    return servers


def _variable(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    variable = dict(as_object(conversion, value, place))
    text_kinds(conversion, variable, ("default", "description"), place)
    if "enum" in variable:
        values = [one if isinstance(one, str) else converted(one, _STRING) for one in _enum(variable)]
        kept: list[Json] = [*dict.fromkeys(one for one in values if one is not None)]
        if kept != variable["enum"]:
            before = variable.pop("enum")
            conversion.fix("server", place / "enum", "Values are texts.", before=before, after=kept)
        if kept:
            variable["enum"] = kept
    if "default" not in variable:
        variable["default"] = next(iter(_enum(variable)), "")
        conversion.fix("server", place, "A variable has a default.", after=variable["default"])
    # The defaults are put into the URL, as often as it names the variable.
    conversion.check_name(str(variable["default"]), place / "default")
    return variable


def _enum(variable: dict[str, Json]) -> list[Json]:
    values = variable.get("enum")
    return values if isinstance(values, list) else []


def convert_security(conversion: Conversion, value: Json, place: Place) -> list[Json] | None:
    """Return the alternatives of authentication whose schemes are declared; None if there is none of them."""
    alternatives: list[Json] = []
    for index, item in enumerate(as_list(conversion, value, place)):
        below = place / index
        if isinstance(item, str):
            item = {item: []}  # noqa: PLW2901 - the usual form
            conversion.fix("security", below, "A requirement is an object.", after=item)
        alternative: dict[str, Json] = {}
        is_known = True
        for name, scopes in as_object(conversion, item, below).items():
            known = conversion.security_names.get(name)
            if known is None:
                is_known = False
                message = f"The scheme {name:.80} is not declared: the alternative is left out."
                conversion.fix("security", below / name, message, before=item)
                continue
            texts: list[Json] = (
                [one for one in scopes if isinstance(one, str)] if isinstance(scopes, list) else []
            )
            if texts != scopes:
                conversion.fix("security", below / name, "Scopes are a list.", before=scopes, after=texts)
            alternative[known] = texts
        if is_known:
            alternatives.append(alternative)
    return alternatives if alternatives or value == [] else None
