"""Discriminators in canonical form: an object whose mapping has references to components."""

from urllib.parse import unquote

from seawall.codegen.doctor.components import allowed_name
from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.place import Place, escaped
from seawall.codegen.spec.plain_data import Json

__all__ = ["fix_discriminator"]


def fix_discriminator(
    conversion: Conversion, schema: dict[str, Json], original: dict[str, Json], place: Place
) -> None:
    """Change the discriminator of the converted `schema` to canonical form; drop one without a property."""
    written = schema["discriminator"]
    below = place / "discriminator"
    if isinstance(written, str):
        written = {"propertyName": written}
        conversion.fix(
            "discriminator-form", below, "It is an object.", before=schema["discriminator"], after=written
        )
    assert isinstance(written, dict)
    if not isinstance(written.get("propertyName"), str) or not written["propertyName"]:
        del schema["discriminator"]
        conversion.fix("discriminator", below, "It has no `propertyName`.", before=written)
        return
    result = dict(written)
    schema["discriminator"] = result
    mapping = _mapping(conversion, result, below)
    mapping |= _renamed_members(schema, original, mapping)
    if mapping:
        result["mapping"] = mapping
    default = result.get("defaultMapping")
    if default is not None:
        ref = _reference(conversion, default, below / "defaultMapping")
        result["defaultMapping"] = ref
        if ref is None:
            del result["defaultMapping"]


def _mapping(conversion: Conversion, discriminator: dict[str, Json], place: Place) -> dict[str, Json]:
    written = discriminator.pop("mapping", None)
    if not isinstance(written, dict):
        if written is not None:
            conversion.fix("discriminator", place / "mapping", "A mapping is an object.", before=written)
        return {}
    mapping: dict[str, Json] = {}
    for value, target in written.items():
        ref = _reference(conversion, target, place / "mapping" / value)
        if ref is not None:
            mapping[value] = ref
    return mapping


def _reference(conversion: Conversion, target: Json, place: Place) -> str | None:
    """Return the reference to the schema that a mapping names, by reference or by name."""
    name = None
    if isinstance(target, str):
        name = _by_name(conversion, target, place) or conversion.component("schemas", target, place)
    if name is None:
        conversion.fix("discriminator", place, "The mapping leads to no schema.", before=target)
        return None
    ref = f"#/components/schemas/{name}"
    if ref != target:
        conversion.fix("discriminator-form", place, "It is a reference.", before=target, after=ref)
    return ref


def _by_name(conversion: Conversion, name: str, place: Place) -> str | None:
    if "#" in name:
        return None
    container = "definitions" if conversion.is_swagger(place) else "components/schemas"
    top = Place(place.document, place.document)
    ref = f"#/{container}/{escaped(name)}"
    return conversion.component("schemas", ref, top) if conversion.references.find(ref, top) else None


def _renamed_members(
    schema: dict[str, Json], original: dict[str, Json], mapping: dict[str, Json]
) -> dict[str, Json]:
    """Map the values that were implied by the names of members whose component has another name now."""
    added: dict[str, Json] = {}
    mapped = {str(ref) for ref in mapping.values()}
    for keyword in ("oneOf", "anyOf"):
        before, after = original.get(keyword), schema.get(keyword)
        if not (isinstance(before, list) and isinstance(after, list)):
            continue
        for old, new in zip(before, after, strict=False):
            ref = new.get("$ref") if isinstance(new, dict) else None
            name = _implied_value(old)
            if name != allowed_name(name) and isinstance(ref, str) and ref not in mapped:
                added[name] = ref
    return added


def _implied_value(member: Json) -> str:
    """The value that selects `member` without a mapping: the name of its component."""
    ref = member.get("$ref") if isinstance(member, dict) else None
    if not isinstance(ref, str) or "#" not in ref:
        return "_"
    return unquote(ref.rsplit("/", 1)[-1]).replace("~1", "/").replace("~0", "~")
