"""Generates the new version of a client in memory, in the style and with the names of the old one."""

from collections.abc import Mapping

from seawall.codegen.api.model import Api
from seawall.codegen.client.declaration_builder import build_declarations
from seawall.codegen.client.render import render
from seawall.codegen.diff.change import Diff
from seawall.codegen.effective_spec import EffectiveSpec, made_operation_ids
from seawall.codegen.errors import UnsupportedSpecError
from seawall.codegen.layer.client import ClientStyle, GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.client_renaming import with_names
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.classes import class_places
from seawall.codegen.names.names import Pins, choose_names

__all__ = ["client_pins", "new_client_files"]

_MARKER = "# DO NOT EDIT. Generated from the new version of the spec."
_SOURCE = "the names of the old client"


def new_client_files(
    old: GeneratedClient,
    old_api: Api,
    new: EffectiveSpec,
    *,
    pins: Pins | None = None,
    diff: Diff | None = None,
) -> dict[str, str]:
    """The source files and stubs of the client of `new`, by relative path; nothing is written.

    `pins` are those of the names file, else the names in the source of `old` are kept. With `diff`, parts
    that are only spelt in another way keep their names too. Raises NamesError if a pin does not fit, and
    UnsupportedSpecError if the stock style can not have a part of the spec.
    """
    if old.style is ClientStyle.STOCK:
        return _stock_files(old, old_api, new.api)
    known = client_pins(old, old_api) if pins is None else pins
    known = known if diff is None else carried_pins(known, diff)
    names = choose_names(new.api, known, _SOURCE, made_operation_ids(new))
    return _texts(render(build_declarations(new.api, names), _MARKER))


def _stock_files(old: GeneratedClient, old_api: Api, new_api: Api) -> dict[str, str]:
    """The stock package of `new_api`; parts that `old` calls otherwise have its names."""
    files = _generated(old, new_api)
    if not old.classes:
        return files
    try:
        again = read_client(_generated(old, old_api), old_api, old.package)
    except UnsupportedSpecError:
        # The old package has less than the spec; its names can not be compared.
        return files
    return with_names(files, again, old)


def _generated(old: GeneratedClient, api: Api) -> dict[str, str]:
    # Imported late: openapi-python-client takes 400 ms.
    from seawall.codegen.stock.generate import generate_stock  # noqa: PLC0415

    found = generate_stock(
        api,
        package=old.package.rpartition(".")[2],
        marker=_MARKER,
        literal_enums=any(one.is_literal for one in old.classes.values()),
        is_draft=True,
    )
    return _texts(found.files)


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: content.decode("utf-8") for name, content in files.items() if name.endswith((".py", ".pyi"))
    }


def client_pins(client: GeneratedClient, api: Api) -> Pins:
    """The names in a client of `api` in Seawall's style as pins, as its names file has them."""
    by_pointer = {pointer: one for one in client.classes.values() for pointer in one.pointers}
    inline: dict[str, str] = {}
    fields: dict[str, Mapping[str, str]] = {}
    members: dict[str, Mapping[str, str]] = {}
    for place in class_places(api).values():
        found = by_pointer.get(place.schema.pointer)
        if found is None:
            continue
        if place.root.kind != "schema" or place.key != place.root.key:
            inline[place.key] = found.name
        if place.kind == "enum":
            members[place.key] = {str(value): name for name, value in found.members.items()}
        else:
            fields[place.key] = {one.wire_name: one.name for one in found.fields.values() if one.wire_name}
    return Pins(
        operations={function.operation: function.name for function in client.functions},
        schemas={one.schema: one.name for one in client.classes.values() if one.schema},
        inline=inline,
        parameters={
            function.operation: {
                parameter: argument
                for argument, parameter in function.arguments.items()
                if parameter != "body"
            }
            for function in client.functions
            if set(function.arguments.values()) - {"body"}
        },
        fields=fields,
        members=members,
    )
