"""The part of the navigation of the site that lists the pages of the Python reference."""

from collections.abc import Iterable, Iterator

from seawall.core.errors import ConfigError

__all__ = ["with_reference_pages"]

_BEGIN = '    # The entries from here are derived by "seawall reference"\n'
_END = "    # to here.\n"
_ROOM_TITLES = {"http": "HTTP", "notebook": "Notebooks", "sse": "Event streams"}
_TITLES = {"errors": "Errors", "model": "Models", "testing": "Testing"}
_RUNTIME, _TESTING = "runtime-", "testing-"


def with_reference_pages(config: str, pages: Iterable[str]) -> str:
    """Return the text of `zensical.toml` with all `pages`, file names of the Python reference.

    SDKs come first, then the pages of all SDKs, the builders and the rooms of the runtime. Raises ConfigError
    if `config` has no such part.
    """
    before, begin, rest = config.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ConfigError(
            "zensical.toml does not mark where the pages of the reference are listed. Put these two lines "
            f"into its navigation:\n{_BEGIN}{_END}"
        )
    return "".join([before, begin, *_entries(sorted(page.removesuffix(".md") for page in pages)), end, after])


def _entries(stems: list[str]) -> Iterator[str]:
    rooms = [stem for stem in stems if stem.startswith(_RUNTIME)]
    builders = [stem for stem in stems if stem.startswith(_TESTING)]
    sdks = [stem for stem in stems if stem not in {*rooms, *builders, *_TITLES}]
    for stem in sdks:
        yield _entry(f"{stem.capitalize()} SDK", stem)
    for stem, title in _TITLES.items():
        yield _entry(title, stem)
    for stem in builders:
        yield _entry(f"{stem.removeprefix(_TESTING).capitalize()} builders", stem)
    yield '    { "Runtime" = [\n'
    for stem in rooms:
        room = stem.removeprefix(_RUNTIME)
        yield "  " + _entry(_ROOM_TITLES.get(room, room.replace("-", " ").capitalize()), stem)
    yield "    ] },\n"


def _entry(title: str, stem: str) -> str:
    return f'    {{ "{title}" = "reference/{stem}.md" }},\n'
