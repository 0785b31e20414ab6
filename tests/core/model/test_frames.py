import sys
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest

from seawall.core.errors import InputError, MissingExtraError
from seawall.core.model.frames import to_pandas, to_polars
from tests.core.model.shapes import PART, TIME, Colour, Inner, Part, Times, Tree, extended, thing

PARTS = [PART.to_dict(), PART.to_dict()]
ROWS = [thing(), thing(colour=Colour("NEWER"), level=None, day=None, parts=())]


def test_the_columns_of_pandas_follow_from_the_types_of_the_fields() -> None:
    frame = to_pandas(ROWS)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "id": "str",
        "colour": "str",
        "level": "Int64",
        "made_at": "datetime64[us, UTC]",
        "day": "str",
        "path": "str",
        "part.name": "str",
        "part.url": "str",
        "parts": "object",
        "pair": "object",
        "sizes": "object",
        "metadata": "object",
        "count": "int64",
        "tags": "object",
    }
    assert frame["made_at"][0] == TIME
    assert list(frame["colour"]) == ["RED", "NEWER"]
    assert (frame["level"][0], frame["level"][1]) == (1, pd.NA)
    assert (frame["parts"][0], frame["metadata"][0]) == (PARTS, {"a": [1, {"b": None}]})
    # Of other rows, too.
    assert list(to_pandas(ROWS[1:]).dtypes) == list(frame.dtypes)


def test_the_columns_of_polars_follow_from_the_types_of_the_fields() -> None:
    frame = to_polars(iter(ROWS))
    assert dict(frame.schema) == {
        "id": pl.String(),
        "colour": pl.String(),
        "level": pl.Int64(),
        "made_at": pl.Datetime("us", "UTC"),
        "day": pl.String(),
        "path": pl.String(),
        "part.name": pl.String(),
        "part.url": pl.String(),
        "parts": pl.List(pl.Struct({"name": pl.String, "url": pl.String})),
        "pair": pl.String(),
        "sizes": pl.String(),
        "metadata": pl.String(),
        "count": pl.Int64(),
        "tags": pl.List(pl.String),
    }
    row = frame.row(0, named=True)
    assert (row["made_at"], row["parts"]) == (TIME, PARTS)
    assert row["metadata"] == '{"a":[1,{"b":null}]}'
    assert frame["level"].to_list() == [1, None]
    assert to_polars(ROWS[1:]).schema == frame.schema


@pytest.mark.parametrize("make", [to_pandas, to_polars])
def test_models_of_a_user_and_trees(make: Any) -> None:
    assert list(make([extended()]).columns)[-1] == "anything"
    tree = make([Tree(name="a", children=(Tree(name="b"),), parent=Tree(name="c"))])
    assert '"b"' in str(tree["children"][0]).replace("'", '"')
    assert list(tree.columns) == ["name", "children", "parent"]
    assert len(make([]).columns) == 0
    assert len(make([Times(at=(TIME,), inner=(Inner(at=TIME),), box=None)])) == 1


def test_times_in_lists_and_models_that_may_be_missing() -> None:
    rows = [
        Times(at=(TIME,), inner=(Inner(at=TIME),), box=None),
        Times(at=(), inner=(), box=Inner(at=TIME)),
    ]
    frame = to_polars(rows)
    assert frame["at"].to_list() == [[TIME], []]
    assert frame["inner"].to_list() == [[{"at": TIME}], []]
    assert frame["box.at"].to_list() == [None, TIME]
    assert list(to_pandas(rows)["box.at"]) == [pd.NaT, TIME]


@pytest.mark.parametrize("make", [to_pandas, to_polars])
def test_other_values_are_an_error(make: Any) -> None:
    with pytest.raises(InputError, match=r"^A data frame is made of models of one class: got str\. Give"):
        make(["a"])
    with pytest.raises(InputError, match="got Part after Thing"):
        make([thing(), Part(name="a", url=None)])
    with pytest.raises(InputError, match=r"made of models, but got one of type Part\. Give a list"):
        make(PART)


@pytest.mark.parametrize(("make", "extra"), [(to_pandas, "pandas"), (to_polars, "polars")])
def test_without_the_library_the_error_has_the_command(
    make: Any, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, extra, None)
    with pytest.raises(
        MissingExtraError, match=rf"needs the extra `{extra}` .* Install it: pip install .*\[{extra}\]"
    ):
        make(ROWS)


def test_the_libraries_make_rows_of_models_themselves() -> None:
    frame = pd.DataFrame([PART, Part(name="b", url=None)])
    assert list(frame.columns) == ["name", "url"]
    assert list(frame["name"]) == ["wheel", "b"]
    assert pl.DataFrame([PART]).to_dicts() == [PART.to_dict()]
