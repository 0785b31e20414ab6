"""The ledger: what became of every operation and schema of a spec."""

import json
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from seawall.codegen.api.model import Api, Finding
from seawall.codegen.errors import SettingsError, UnsupportedPart
from seawall.codegen.names.names import Names
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import json_path

__all__ = ["Ledger", "build_ledger", "waived_parts"]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_WAIVER = "x-seawall-waive"


@frozen(kw_only=True)
class Ledger:
    """Every operation and schema by its key, e.g. `GET /pets` and `Pet`, with one fact about it.

    The fact is `generated` with the name, `waived` with the reason that a person wrote, `left out` by the
    selection of operations, or `lost` with the cause. `lost` may stand beside `generated`: a part inside is
    lost, such as a parameter. `parts` has the lost parts that several operations share, by their pointer.
    `losses` are all that is lost.
    """

    operations: Mapping[str, Mapping[str, str]]
    schemas: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, Mapping[str, str]]
    losses: tuple[UnsupportedPart, ...] = field(repr=False)

    def content(self) -> bytes:
        """The ledger as a JSON file."""
        document = {"operations": dict(self.operations), "schemas": dict(self.schemas)}
        document |= {"parts": dict(self.parts)} if self.parts else {}
        return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")


def build_ledger(
    spec: Mapping[str, Json], whole: Api, generated: Api, names: Names, waivers: Mapping[str, str]
) -> Ledger:
    """Compare the effective `spec` and its reading `whole` with the parts that are `generated`.

    `waivers` maps a key to the reason for leaving the part out, beside those in the spec itself. Raises
    SettingsError if one of them names nothing.
    """
    writer = _Writer(_causes(whole.findings), waivers)
    read = {operation.key for operation in whole.operations}
    operations = {
        key: writer.fact(key, pointer, content, names.operations.get(key), is_read=key in read)
        for key, pointer, content in _operations(spec)
    }
    schemas = {}
    for schema, content in _schemas(spec):
        name = names.schemas.get(schema) if schema in generated.schemas else None
        pointer = f"/components/schemas/{_escaped(schema)}"
        is_read = schema in whole.schemas
        schemas[schema] = writer.fact(f"schema {schema}", pointer, content, name, is_read=is_read)
    writer.check_waivers()
    return Ledger(
        operations=operations, schemas=schemas, parts=writer.other_parts(), losses=tuple(writer.losses)
    )


class _Writer:
    """Writes facts, and collects the losses."""

    def __init__(self, causes: Mapping[str, Finding], waivers: Mapping[str, str]) -> None:
        self._causes = causes
        self._told: set[str] = set()
        self._waivers = waivers
        self._unused = set(waivers)
        self.losses: list[UnsupportedPart] = []

    def fact(
        self, key: str, pointer: str, content: Json, name: str | None, *, is_read: bool
    ) -> dict[str, str]:
        self._unused.discard(key)
        # The cause may lie in the path, which several operations share.
        places = (pointer, pointer.rpartition("/")[0])
        found = next((place for place in places if place in self._causes), None)
        cause = None if found is None else self._causes[found]
        self._told.update(places)
        if name is None:
            reason = _waiver(content, self._waivers.get(key))
            if reason is not None:
                return {"waived": reason}
            if is_read:
                return {"left out": "not selected"}
            text = _text(cause) if cause is not None else "It can not be read."
            self.losses.append(UnsupportedPart(key, text, json_path(pointer)))
            return {"lost": text}
        if cause is None:
            return {"generated": name}
        self.losses.append(UnsupportedPart(key, _text(cause), json_path(cause.pointer), is_inside=True))
        return {"generated": name, "lost": _text(cause)}

    def check_waivers(self) -> None:
        if self._unused:
            raise SettingsError(
                f"The spec has no {min(self._unused)!r}, for which the settings have a waiver. Write "
                "`GET /pets` or `schema Pet`, or remove it."
            )

    def other_parts(self) -> dict[str, dict[str, str]]:
        left = {pointer: cause for pointer, cause in self._causes.items() if pointer not in self._told}
        for pointer, cause in left.items():
            path = json_path(cause.pointer)
            self.losses.append(UnsupportedPart(pointer, _text(cause), path, is_inside=True))
        return {pointer: {"lost": _text(cause)} for pointer, cause in left.items()}


def _text(finding: Finding) -> str:
    return f"{finding.message} {finding.fix}".strip()


def waived_parts(spec: Mapping[str, Json], waivers: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The keys of the operations and the names of the schemas that have a waiver."""
    operations = {key for key, _, content in _operations(spec) if _waiver(content, waivers.get(key))}
    schemas = {name for name, content in _schemas(spec) if _waiver(content, waivers.get(f"schema {name}"))}
    return operations, schemas


def _waiver(content: Json, given: str | None) -> str | None:
    found = content.get(_WAIVER) if isinstance(content, dict) else None
    # The dots of a printed action are no reason.
    return found if isinstance(found, str) and found.strip(" .\u2026") else given


def _causes(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """The first loss in each operation, path, schema or other part, by its pointer."""
    causes: dict[str, Finding] = {}
    for finding in findings:
        if not finding.is_error:
            continue
        parts = finding.pointer.removeprefix("#").split("/")
        if parts[1:2] == ["paths"]:
            parts = parts[:4] if parts[3:4] and parts[3] in _METHODS else parts[:3]
        elif parts[1:3] == ["components", "schemas"]:
            parts = parts[:4]
        causes.setdefault("/".join(parts), finding)
    return causes


def _operations(spec: Mapping[str, Json]) -> Iterator[tuple[str, str, Json]]:
    paths = spec.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method in _METHODS:
            if isinstance(item, dict) and method in item:
                yield f"{method.upper()} {path}", f"/paths/{_escaped(path)}/{method}", item[method]


def _schemas(spec: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    components = spec.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    yield from schemas.items() if isinstance(schemas, dict) else ()


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
