"""Names that a file of the layer offers to other code, so that they stay although they are imported ones."""

import ast
import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["offers"]


def offers(path: str, name: str, sources: Mapping[str, str]) -> bool:
    """Return whether other code takes `name` from the file `path`, or may: it is public there."""
    text = sources[path]
    if not re.search(rf"\b{re.escape(name)}\b", text):
        return False
    stem = path.rpartition("/")[2].partition(".")[0]
    if stem == "__init__" or name in _listed(text):
        return True
    return any(_takes(sources[other], stem, name) for other in sources if other != path)


@lru_cache(maxsize=64)
def _listed(text: str) -> frozenset[str]:
    """The names in `__all__`."""
    try:
        tree = ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(
        item.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        and "__all__" in ast.unparse(node).partition("=")[0]
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    )


def _takes(text: str, stem: str, name: str) -> bool:
    """Return whether a file imports `name` from a module `stem`, or `stem` itself and reads `stem.name`."""
    word, module = re.escape(name), re.escape(stem)
    if not re.search(rf"\b{word}\b", text) or not re.search(rf"\b{module}\b", text):
        return False
    taken = rf"from\s+[\w.]*(?<!\w){module}\s+import\s+(?:\([^)]*|[^\n(]*)\b{word}\b"
    through = rf"\b{module}\.{word}\b"
    return re.search(taken, text) is not None or re.search(through, text) is not None
