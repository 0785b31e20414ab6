"""Tables of items to edit: a CSV file that `run prepare` writes and `run submit --items` reads.

A line is an item. The column `external_id` is its id; each input has the columns `NAME.download_url` and
`NAME.KEY`, a key of its metadata. If items have one input, the name may be left out.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from attrs import frozen

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem
from seawall.terminal.json_input import read_bytes
from seawall.terminal.problems import Problems

__all__ = ["ItemRow", "is_item_table", "items_from_rows", "read_item_table", "single_input", "to_item_table"]

_ID, _URL = "external_id", "download_url"
_YES_NO = {"true": True, "false": False}
_TO_MAKE_ONE = "To make a table: seawall platform run prepare APPLICATION_ID FOLDER"


@frozen
class ItemRow:
    """A line of a table: the cells by their columns, and the place for errors. Not hashable."""

    place: str
    cells: Mapping[str, str]


def is_item_table(path: Path) -> bool:
    """Return whether `--items` names a table, by its suffix."""
    return path.suffix.lower() == ".csv"


def single_input(version: ApplicationVersion) -> InputSpec:
    """Return the input of an application whose items have one. Raises InputError for any other."""
    if len(version.input_artifacts) != 1:
        raise InputError(
            f"{version.application_id} {version.version_number} has {len(version.input_artifacts)} inputs "
            "per item, but a file is only one. Describe the items with --items, e.g. in a table that "
            "`run prepare` has made."
        )
    return version.input_artifacts[0]


def to_item_table(items: Sequence[NewItem], version: ApplicationVersion) -> bytes:
    """Write items of a version, each with an artifact for each input, as CSV in UTF-8.

    The columns are the id, and of each input the URL and each property of the metadata; those without a value
    are to be filled in.
    """
    made = [{artifact.name: artifact for artifact in item.input_artifacts} for item in items]
    columns = list[tuple[InputSpec, str, str]]()
    for spec, prefix in _prefixes(version):
        keys = [*_properties(spec), *(key for one in made for key in one[spec.name].metadata)]
        columns += [(spec, prefix, key) for key in dict.fromkeys([_URL, *keys])]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_ID, *(f"{prefix}{key}" for _, prefix, key in columns)])
    for item, one in zip(items, made, strict=True):
        writer.writerow([item.external_id, *(_cell(one[spec.name], key) for spec, _, key in columns)])
    return text.getvalue().encode()


def read_item_table(path: Path) -> list[ItemRow]:
    """Read the lines of a table. Raises InputError for text that is no table, or has not its columns."""
    try:
        text = read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text. Save it as CSV in UTF-8.") from error
    first = text.partition("\n")[0]
    # Spreadsheet programs write semicolons where the comma is the decimal sign.
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{path} is not CSV: {error}. Save it as CSV in UTF-8.") from error
    header = [name.strip() for name in lines[0]] if lines else []
    _check_header(path, header)
    problems, rows = Problems("Nothing was submitted"), list[ItemRow]()
    for number, cells in enumerate(lines[1:], start=2):
        place = f"{path}, line {number}"
        with problems.collected():
            if len(cells) > len(header):
                raise InputError(f"{place}: there are {len(cells)} cells, and {len(header)} columns.")
            if any(cell.strip() for cell in cells):
                rows.append(ItemRow(place, dict(zip_longest(header, cells, fillvalue=""))))
    problems.raise_all()
    return rows


def _check_header(path: Path, header: Sequence[str]) -> None:
    if not any(header):
        raise InputError(f"{path} is empty, and needs a first line with the columns. {_TO_MAKE_ONE}")
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"{path} has {header.count(name)} columns {name}. Rename all but one.")
    has_url = any(name == _URL or name.endswith(f".{_URL}") for name in header)
    missing = [name for name, is_there in ((_ID, _ID in header), (_URL, has_url)) if not is_there]
    if missing:
        raise InputError(
            f"{path} has no column {' and no column '.join(missing)}; its columns are {', '.join(header)}. "
            f"{_TO_MAKE_ONE}"
        )


def items_from_rows(rows: Sequence[ItemRow], version: ApplicationVersion) -> list[NewItem]:
    """Make an item of each line; an empty cell is no metadata.

    Cells are read as the types of the schema. Raises InputError, with the faults of all lines, and for a
    table that has not the columns of the inputs.
    """
    if not rows:
        return []
    inputs = list(_prefixes_in(rows[0], version))
    problems = Problems("Nothing was submitted")
    items = problems.each(lambda row: _item(row, inputs), rows)
    problems.raise_all()
    return items


def _prefixes(version: ApplicationVersion) -> Iterator[tuple[InputSpec, str]]:
    """Each input with the begin of its columns, which is empty if there is one input."""
    several = len(version.input_artifacts) > 1
    for spec in version.input_artifacts:
        yield spec, f"{spec.name}." if several else ""


def _prefixes_in(row: ItemRow, version: ApplicationVersion) -> Iterator[tuple[InputSpec, str]]:
    """Each input with the begin of its columns in a table. Raises InputError if it has none, or others."""
    specs, columns = version.input_artifacts, [name for name in row.cells if name not in {_ID, ""}]
    table = row.place.rpartition(", line ")[0]
    prefixes = [(spec, f"{spec.name}.") for spec in specs]
    if len(specs) == 1 and _URL in columns:
        prefixes = [(specs[0], "")]
    missing = [f"{prefix}{_URL}" for _, prefix in prefixes if f"{prefix}{_URL}" not in columns]
    if missing:
        raise InputError(
            f"{table} has no column {' and no column '.join(missing)}: {version.application_id} "
            f"{version.version_number} has the input{'s' if len(specs) > 1 else ''} "
            f"{', '.join(spec.name for spec in specs)}. Its columns are {', '.join(row.cells)}."
        )
    names = tuple(prefix for _, prefix in prefixes)
    if other := [name for name in columns if not name.startswith(names)]:
        raise InputError(
            f"{table}: the column {other[0]} belongs to no input. Name it {prefixes[0][1]}{other[0]}, or "
            "delete it."
        )
    yield from prefixes


def _item(row: ItemRow, inputs: Sequence[tuple[InputSpec, str]]) -> NewItem:
    artifacts = [_artifact(row, spec, prefix) for spec, prefix in inputs]
    return NewItem(external_id=row.cells[_ID].strip(), input_artifacts=artifacts)


def _artifact(row: ItemRow, spec: InputSpec, prefix: str) -> NewArtifact:
    properties, url = _properties(spec), f"{prefix}{_URL}"
    metadata = {
        name.removeprefix(prefix): _value(
            cell.strip(), properties.get(name.removeprefix(prefix)), f"{row.place}, {name}"
        )
        for name, cell in row.cells.items()
        if name.startswith(prefix) and name not in {_ID, url, ""} and cell.strip()
    }
    return NewArtifact(name=spec.name, download_url=row.cells[url].strip(), metadata=metadata)


def _cell(artifact: NewArtifact, key: str) -> object:
    return artifact.download_url if key == _URL else artifact.metadata.get(key, "")


def _properties(spec: InputSpec) -> Mapping[str, object]:
    properties = spec.metadata_schema.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def _value(text: str, schema: object, place: str) -> object:
    """The value of a cell, as the type that its schema has; a text without one."""
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    try:
        match kind:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean":
                return _YES_NO[text.lower()]
            case "array" | "object":
                return json.loads(text)
            case _:
                return text
    except (ValueError, KeyError) as error:
        raise InputError(f"{place}: {text[:80]!r} is no {kind}. Correct the cell.") from error
