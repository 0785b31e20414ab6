"""Short texts of types and signatures for messages. Pure."""

import re

__all__ = ["local_name", "short", "shorts"]

# A text in quotes stays as it is.
_DOTTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?:[^\W\d]\w*\.)+(\w+)""")
_MOST = 200


def short(text: object) -> str:
    """`text` with the last part of each dotted name, on one line, and not too long."""
    found = _DOTTED.sub(lambda match: match[1] or match[0], str(text)).replace("~", "")
    return found if len(found) <= _MOST else f"{found[: _MOST - 1]}…"


def shorts(one: object, other: object) -> tuple[str, str]:
    """Two texts that differ: short ones, or as they are if those would be equal."""
    texts = short(one), short(other)
    return texts if texts[0] != texts[1] else (str(one), str(other))


def local_name(name: str, package: str) -> str:
    """A public name without the name of its package."""
    return name.removeprefix(f"{package}.")
