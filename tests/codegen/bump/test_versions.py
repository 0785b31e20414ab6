"""The versions of an SDK in its module, and the next version."""

import pytest

import seawall.sdks.platform
from seawall.codegen.bump.versions import Versions, next_version, read_versions, with_versions
from seawall.codegen.errors import SettingsError
from seawall.codegen.step import Step

SOURCE = '"""Versions."""\n\n__version__: str = "1.2.3"  # kept\n__api_version__ = \'4\'\nother = 1\n'


def test_versions_are_read_and_written_in_place() -> None:
    assert read_versions(SOURCE, "v.py") == Versions("1.2.3", "4")
    new = with_versions(SOURCE, "v.py", Versions("1.3.0", "5"))
    assert new == '"""Versions."""\n\n__version__: str = "1.3.0"  # kept\n__api_version__ = "5"\nother = 1\n'


@pytest.mark.parametrize("text", ['"; import os; "', "é\n'\"", "\\", "'''", "\\'"])
def test_the_version_of_an_api_is_a_text_and_never_code(text: str) -> None:
    new = with_versions(SOURCE, "v.py", Versions("1.3.0", text))
    assert new.isascii()
    assert read_versions(new, "v.py").api == text
    assert len(new.splitlines()) == len(SOURCE.splitlines())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("__version__ = '1.2.3'\n", "does not set __api_version__"),
        ("__version__ = 1\n__api_version__ = '2'\n", "does not set __version__"),
        ("def\n", "no valid Python"),
    ],
)
def test_a_module_without_versions_is_an_error(source: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_versions(source, "v.py")


NEXT = [
    ("1.2.3", Step.MAJOR, "2.0.0"),
    ("1.2.3", Step.MINOR, "1.3.0"),
    ("1.2.3", Step.PATCH, "1.2.4"),
    ("1.2.3", Step.NONE, "1.2.3"),
    ("0.2.3", Step.MAJOR, "0.3.0"),
    ("0.2.3", Step.MINOR, "0.2.4"),
    ("0.2.3", Step.PATCH, "0.2.4"),
]


@pytest.mark.parametrize(("version", "step", "expected"), NEXT)
def test_the_next_version(version: str, step: Step, expected: str) -> None:
    assert next_version(version, step) == expected


def test_a_version_of_another_form_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"not like 1\.2\.3"):
        next_version("1.2.3rc1", Step.PATCH)


def test_the_platform_sdk_has_its_versions() -> None:
    assert seawall.sdks.platform.__version__.count(".") == 2
    assert seawall.sdks.platform.__api_version__.count(".") == 2
