"""The frames of an error that passes through a library."""

import json
import traceback
from contextlib import suppress
from typing import NoReturn
from urllib.parse import unquote

import pytest

from seawall.core.redaction.tracebacks import drop_library_frames


def fail(_: object) -> NoReturn:
    raise ZeroDivisionError


def names_in(error: BaseException) -> list[str]:
    return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


def test_frames_of_the_user_stay() -> None:
    def load() -> object:
        return json.loads("{}", object_hook=fail)

    with pytest.raises(ZeroDivisionError) as caught:
        load()
    assert len(names_in(caught.value)) > 4
    drop_library_frames(caught.value, {"json"})
    assert names_in(caught.value) == ["test_frames_of_the_user_stay", "load", "fail"]


def test_frames_before_the_library_stay() -> None:
    with pytest.raises(TypeError) as caught:
        unquote(None)  # type: ignore[arg-type]
    before = names_in(caught.value)
    drop_library_frames(caught.value, {"json"})
    assert names_in(caught.value) == before


def test_causes_lose_their_frames_too() -> None:
    def load() -> NoReturn:
        try:
            json.loads("{")
        except ValueError as error:
            raise KeyError from error
        raise AssertionError

    with pytest.raises(KeyError) as caught:
        load()
    cause = caught.value.__cause__
    assert cause is not None
    # An error may be its own context after it was raised again.
    with suppress(ValueError):
        raise cause
    drop_library_frames(caught.value, {"json"})
    assert set(names_in(cause)) == {"load", "test_causes_lose_their_frames_too"}
