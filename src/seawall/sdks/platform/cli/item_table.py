"""Tables of items to edit: a CSV file that `run prepare` writes and `run submit --items` reads."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem
from seawall.terminal.json_input import read_bytes
from seawall.terminal.problems import Problems

__all__ = ["ItemRow", "is_item_table", "items_from_rows", "read_item_table", "single_input", "to_item_table"]

_ID, _URL = "external_id", "download_url"
_YES_NO = {"true": True, "false": False}


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
            "per item, but a file is only one. Describe the items with --items and a JSON file."
        )
    return version.input_artifacts[0]


def to_item_table(items: Sequence[NewItem], spec: InputSpec) -> bytes:
    """Write items with one artifact each as CSV, in UTF-8.

    The columns are the id, the URL, and each property of the metadata; those without a value are to be filled
    in.
    """
    made = [(item.external_id, item.input_artifacts[0]) for item in items]
    keys = list(dict.fromkeys([*_properties(spec), *(key for _, one in made for key in one.metadata)]))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_ID, _URL, *keys])
    for external_id, one in made:
        writer.writerow([external_id, one.download_url, *(one.metadata.get(key, "") for key in keys)])
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
    for required in (_ID, _URL):
        if header.count(required) != 1:
            raise InputError(
                f"{path} has {header.count(required)} columns {required}, and needs one. To make a table: "
                "seawall platform run prepare APPLICATION_ID FOLDER"
            )
    problems, rows = Problems("Nothing was submitted"), list[ItemRow]()
    for number, cells in enumerate(lines[1:], start=2):
        place = f"{path}, line {number}"
        with problems.collected():
            if len(cells) > len(header):
                raise InputError(f"{place}: there are {len(cells)} cells, and {len(header)} columns.")
            if any(cell.strip() for cell in cells):
                rows.append(ItemRow(place, dict(zip(header, cells, strict=False))))
    problems.raise_all()
    return rows


def items_from_rows(rows: Sequence[ItemRow], version: ApplicationVersion) -> list[NewItem]:
    """Make an item of each line; an empty cell is no metadata.

    Cells are read as the types of the schema. Raises InputError, with the faults of all lines, and for a
    version with more than one input.
    """
    if not rows:
        return []
    spec = single_input(version)
    problems = Problems("Nothing was submitted")
    items = problems.each(lambda row: _item(row, spec), rows)
    problems.raise_all()
    return items


def _item(row: ItemRow, spec: InputSpec) -> NewItem:
    properties = _properties(spec)
    metadata = {
        key: _value(cell.strip(), properties.get(key), f"{row.place}, {key}")
        for key, cell in row.cells.items()
        if key not in {_ID, _URL} and cell.strip()
    }
    url = row.cells.get(_URL, "").strip()
    artifact = NewArtifact(name=spec.name, download_url=url, metadata=metadata)
    return NewItem(external_id=row.cells[_ID].strip(), input_artifacts=[artifact])


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
