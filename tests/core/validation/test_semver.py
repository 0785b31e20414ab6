from itertools import pairwise

from seawall.core.validation.semver import latest_version, version_key

# From low to high: text that is not a version, then the examples of semver.org 2.0.0, section 11.
IN_ORDER = (
    "nonsense",
    "0.0.0",
    "0.9.0",
    "0.10.0",
    "1.0.0-0",
    "1.0.0-2",
    "1.0.0-11",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
    "10.0.0",
)


def test_precedence() -> None:
    for low, high in pairwise(IN_ORDER):
        assert version_key(low) < version_key(high)


def test_build_metadata_does_not_count() -> None:
    assert version_key("1.0.0+linux.5") == version_key("1.0.0+mac")


def test_text_that_is_not_a_version_sorts_below_all_versions() -> None:
    for text in ("", "1", "1.0", "v1.0.0", "1.0.0.0", "1.0.0 ", "1.0.-1", "1.0.0-"):
        assert version_key(text) < version_key("0.0.0-0")


def test_the_latest_version() -> None:
    assert latest_version(["1.0.0", "junk", "1.10.0", "1.9.0", "2.0.0-rc.1"]) == "2.0.0-rc.1"


def test_an_empty_list_has_no_latest_version() -> None:
    assert latest_version([]) is None
