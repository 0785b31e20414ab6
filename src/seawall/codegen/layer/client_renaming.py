"""Gives the classes of a stock package the names that another generation of the same spec gave them.

openapi-python-client names a few classes by titles and positions that the spec of an author has, and that
which Seawall writes for it has not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from seawall.codegen.layer.client import GeneratedClient

__all__ = ["with_class_names"]

# A text is passed over, unless it is the bound of a type variable.
_CLASS = r'''(?<=bound=")(?:NAME)(?=")|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\b(?:NAME)\b'''
_MODULE = r"(?:(?<=from \.)|(?<=models\.))(?:NAME)(?= import)"


def with_class_names(
    files: Mapping[str, str], generated: GeneratedClient, wanted: GeneratedClient
) -> dict[str, str]:
    """`files` of a stock package with the names that `wanted` has for the classes of `generated`.

    Both clients are of one spec. A name that is not free stays as it is.
    """
    renames = _renames(generated, wanted)
    stems = {
        generated.classes[old].module.rpartition(".")[2]: wanted.classes[new].module.rpartition(".")[2]
        for old, new in renames.items()
    }
    taken = {path.removeprefix("models/").removesuffix(".py") for path in files if path.startswith("models/")}
    free = {old: new for old, new in stems.items() if new not in taken - set(stems)}
    allowed = {
        old: new for old, new in renames.items() if generated.classes[old].module.rpartition(".")[2] in free
    }
    if not allowed:
        return dict(files)
    return {_path(path, free): _renamed(text, allowed, free) for path, text in files.items()}


def _renamed(text: str, classes: Mapping[str, str], modules: Mapping[str, str]) -> str:
    """The source with other names of classes and modules; texts in it stay as they are."""
    text = _pattern(_CLASS, classes).sub(
        lambda match: classes[match[0]] if match[0] in classes else match[0], text
    )
    return _pattern(_MODULE, modules).sub(lambda match: modules[match[0]], text)


def _pattern(form: str, names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(form.replace("NAME", "|".join(map(re.escape, sorted(names, key=len, reverse=True)))))


def _path(path: str, stems: Mapping[str, str]) -> str:
    stem = path.removeprefix("models/").removesuffix(".py")
    return f"models/{stems[stem]}.py" if path == f"models/{stem}.py" and stem in stems else path


def _renames(generated: GeneratedClient, wanted: GeneratedClient) -> dict[str, str]:
    """The class of `wanted` for each class of `generated` with another name, if there is exactly one."""
    by_pointer = {pointer: name for name, one in wanted.classes.items() for pointer in one.pointers}
    found = {
        name: Counter(by_pointer[pointer] for pointer in one.pointers if pointer in by_pointer)
        for name, one in generated.classes.items()
    }
    single = {name: next(iter(counts)) for name, counts in found.items() if len(counts) == 1}
    uses = Counter(single.values())
    return {old: new for old, new in single.items() if old != new and uses[new] == 1}
