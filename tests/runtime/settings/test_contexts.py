"""The contexts file: changes keep its layout and comments, are atomic, and never damage it."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.settings.context import Context
from seawall.runtime.settings.contexts import ContextFile, checked_context_name

BY_HAND = """\
# Mine.
current = "dev" # for now

[contexts.dev.platform]
base_url = "http://one.test" # the first

# The second.
[contexts.prod.platform]
base_url = "http://two.test"
attempts = 6
"""


@pytest.fixture
def file(tmp_path: Path) -> ContextFile:
    return ContextFile(tmp_path / "config" / "contexts.toml")


@pytest.fixture
def by_hand(file: ContextFile) -> ContextFile:
    file.path.parent.mkdir()
    file.path.write_text(BY_HAND)
    return file


def test_a_missing_file_has_no_contexts(file: ContextFile) -> None:
    contexts = file.read()
    assert (contexts.current, dict(contexts.entries), contexts.select(None)) == (None, {}, None)
    assert not file.path.parent.exists()


def test_an_added_context_is_read_and_the_file_is_private(file: ContextFile) -> None:
    file.add("dev", "platform", {"base_url": "http://one.test", "attempts": 2, "sdk_metadata": False})
    file.add("dev", "agents", {"model": "small"})
    file.use("dev")
    sections: dict[str, dict[str, object]] = {
        "platform": {"base_url": "http://one.test", "attempts": 2, "sdk_metadata": False},
        "agents": {"model": "small"},
    }
    assert file.read().select(None) == Context("dev", sections)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["contexts.toml"]


def test_comments_and_order_stay(by_hand: ContextFile) -> None:
    by_hand.add("dev", "platform", {"attempts": 2})
    by_hand.use("prod")
    changed = BY_HAND.replace('current = "dev"', 'current = "prod"').replace(
        "# the first\n", "# the first\nattempts = 2\n"
    )
    assert by_hand.path.read_text() == changed


def test_after_removing_the_current_context_none_is_current(by_hand: ContextFile) -> None:
    by_hand.remove("dev")
    contexts = by_hand.read()
    assert (contexts.current, list(contexts.entries)) == (None, ["prod"])
    by_hand.remove("prod")
    assert dict(by_hand.read().entries) == {}
    assert by_hand.path.read_text().startswith("# Mine.")


@pytest.mark.parametrize("act", ["use", "remove"])
def test_an_unknown_context_is_an_error_with_the_closest_name(by_hand: ContextFile, act: str) -> None:
    with pytest.raises(ConfigError, match=r"There is no context 'prd'.*The nearest is prod"):
        getattr(by_hand, act)("prd")
    assert by_hand.path.read_text() == BY_HAND


def test_without_contexts_the_error_says_how_to_create_one(file: ContextFile) -> None:
    with pytest.raises(ConfigError, match="seawall context add dev"):
        file.read().select("dev")


def test_an_unknown_current_context_is_an_error(by_hand: ContextFile) -> None:
    by_hand.path.write_text(BY_HAND.replace('"dev"', '"gone"'))
    with pytest.raises(ConfigError, match="no context 'gone'"):
        by_hand.read().select(None)
    # It is no reason to keep its owner from another.
    by_hand.use("prod")
    assert by_hand.read().current == "prod"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('current = "dev"\nbase_url = = 1\n', "line 2: this is not TOML"),
        ("\n\n[contexts.dev", "line 3: this is not TOML"),
        ('[contexts.a.b]\nx = """\n\n', "line 3: this is not TOML"),
        ('curent = "dev"\n', "'curent' is not a key; the nearest is current"),
        ("contexts = 1\n", "contexts must be a table"),
        ("current = 1\n", "current must be the name of a context"),
        ("[contexts]\ndev = 1\n", "contexts.dev must be a table"),
        ('[contexts.dev]\nbase_url = "x"\n', "base_url is in context dev itself"),
    ],
)
def test_an_invalid_file_is_an_error_and_stays_unchanged(file: ContextFile, text: str, words: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(text)
    for act in (
        file.read,
        lambda: file.add("dev", "platform", {"a": 1}),
        lambda: file.use("dev"),
        lambda: file.remove("dev"),
    ):
        with pytest.raises(ConfigError) as caught:
            act()
        assert words in str(caught.value)
        assert str(file.path) in str(caught.value)
    assert file.path.read_text() == text
    assert [path.name for path in file.path.parent.iterdir()] == ["contexts.toml"]


def test_a_file_that_is_not_utf_8_is_an_error(file: ContextFile) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        file.read()


def test_an_unsupported_layout_is_an_error_and_stays_unchanged(file: ContextFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text("contexts = {dev = {platform = {attempts = 1}}}\n")
    with pytest.raises(ConfigError, match="can not be changed from here"):
        file.add("prod", "platform", {"attempts": 2})
    assert file.path.read_text() == "contexts = {dev = {platform = {attempts = 1}}}\n"
    file.use("dev")
    assert file.read().current == "dev"


LAYOUTS = (
    "[contexts.a.platform]\nx = 1\n",
    "[contexts.a]\nplatform = {x = 1}\n",
    "[contexts]\na.platform.x = 1\n",
    "contexts.a.platform.x = 1\n",
    "contexts.a = {platform = {x = 1}}\n",
    "[contexts.a.agents]\nz = 1\n\n# The next.\n",
    "[contexts.b.platform]\ny = 1\n",
    'current = "a"\n',
    "[contexts]\n",
)


def test_a_change_affects_only_its_setting_in_every_toml_layout(
    file: ContextFile,
) -> None:
    file.path.parent.mkdir()
    tried = 0
    for pieces in permutations(LAYOUTS, 2):
        file.path.write_text("".join(pieces))
        try:
            before = file.read()
        except ConfigError:
            # Two that can not stand in one file.
            continue
        tried += 1
        others = {name: context for name, context in before.entries.items() if name != "a"}
        known = before.entries.get("a", Context("a")).sections
        added = {**known, "platform": {**known.get("platform", {}), "x": 2, "w": "new"}}
        file.add("a", "platform", {"x": 2, "w": "new"})
        assert file.read().entries == {**others, "a": Context("a", added)}, pieces
        file.use("a")
        assert (file.read().current, len(file.read().entries)) == ("a", len(others) + 1), pieces
        file.remove("a")
        assert (file.read().entries, file.read().current) == (others, None), pieces
    assert tried > 40


def test_line_ends_stay(by_hand: ContextFile) -> None:
    by_hand.path.write_bytes(BY_HAND.replace("\n", "\r\n").encode())
    by_hand.use("prod")
    assert by_hand.path.read_bytes() == BY_HAND.replace('"dev"', '"prod"').replace("\n", "\r\n").encode()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_symlink_stays_a_symlink(by_hand: ContextFile, tmp_path: Path) -> None:
    link = ContextFile(tmp_path / "link.toml")
    link.path.symlink_to(by_hand.path)
    link.use("prod")
    assert link.path.is_symlink()
    assert by_hand.read().current == "prod"


@pytest.mark.skipif(sys.platform == "win32", reason="has no lock of this kind")
def test_concurrent_writers_lose_nothing(file: ContextFile) -> None:
    names = [f"c{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: file.add(name, "platform", {"attempts": 1}), names))
    assert set(file.read().entries) == set(names)


def test_a_folder_that_can_not_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="can not be"):
        ContextFile(tmp_path / "file" / "contexts.toml").add("dev", "platform", {})


@pytest.mark.parametrize("name", ["dev", "a", "Dev-2_x", "x" * 64])
def test_valid_names(name: str) -> None:
    assert checked_context_name(name) == name


@pytest.mark.parametrize("name", ["", "a b", "a.b", "-a", "ä", "x" * 65, "a\n", "../a"])
def test_invalid_names_are_an_error(file: ContextFile, name: str) -> None:
    with pytest.raises(ConfigError, match="not a name for a context"):
        file.add(name, "platform", {"attempts": 1})
    assert not file.path.exists()


def test_deep_nesting_is_an_error(file: ContextFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text("contexts=" + "[" * 5000)
    with pytest.raises(ConfigError, match="nested too deeply"):
        file.read()
