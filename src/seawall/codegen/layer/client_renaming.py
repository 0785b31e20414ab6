"""Gives a stock package the names that another generation of the same spec gave to its parts.

openapi-python-client names a few classes by titles and positions that the spec of an author has, and that
which Seawall writes for it has not. Its older versions call some arguments and modules otherwise.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from seawall.codegen.layer.client import ClientClass, ClientFunction, GeneratedClient

__all__ = ["with_names"]

# A text is passed over, unless it is the bound of a type variable.
_TEXT = r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_WORD = rf'(?<=bound=")(?:NAME)(?=")|{_TEXT}|\b(?:NAME)\b'
_MODULE = r"(?:(?<=from \.)|(?<=models\.))(?:NAME)(?= import)"


def with_names(
    files: Mapping[str, str], generated: GeneratedClient, wanted: GeneratedClient
) -> dict[str, str]:
    """`files` of a stock package with the names that `wanted` has for the parts of `generated`.

    Both clients are of one spec. A name that is not free stays as it is.
    """
    classes = _same_classes(generated, wanted)
    modules = _free_modules(files, {_stem(old): _stem(new) for old, new in classes if old.name != new.name})
    names = {old.name: new.name for old, new in classes if old.name != new.name and _stem(old) in modules}
    functions = list(_same_functions(generated, wanted))
    inner: dict[str, dict[str, str]] = {}
    for old, new in classes:
        inner.setdefault(_path(old.module), {}).update(_inner_names(old, new))
    for one, other in functions:
        inner.setdefault(_path(one.module), {}).update(_arguments(one, other))
    paths = {_path(f"models.{old}"): _path(f"models.{new}") for old, new in modules.items()}
    paths |= {
        _path(one.module): _path(other.module)
        for one, other in functions
        if one.module.count(".") == other.module.count(".") and _path(other.module) not in files
    }
    return {
        paths.get(path, path): _in_imports(_outside_texts(text, names | inner.get(path, {})), modules)
        for path, text in files.items()
    }


def _path(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _stem(one: ClientClass) -> str:
    return one.module.rpartition(".")[2]


def _same_classes(
    generated: GeneratedClient, wanted: GeneratedClient
) -> list[tuple[ClientClass, ClientClass]]:
    """The class of `wanted` for each class of `generated`, if there is exactly one."""
    by_pointer = {pointer: name for name, one in wanted.classes.items() for pointer in one.pointers}
    found = {
        name: Counter(by_pointer[pointer] for pointer in one.pointers if pointer in by_pointer)
        for name, one in generated.classes.items()
    }
    single = {name: next(iter(counts)) for name, counts in found.items() if len(counts) == 1}
    uses = Counter(single.values())
    return [(generated.classes[old], wanted.classes[new]) for old, new in single.items() if uses[new] == 1]


def _same_functions(
    generated: GeneratedClient, wanted: GeneratedClient
) -> Iterator[tuple[ClientFunction, ClientFunction]]:
    known = {(one.operation, one.name): one for one in wanted.functions}
    for one in generated.functions:
        other = known.get((one.operation, one.name))
        if other is not None:
            yield one, other


def _free_modules(files: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The new names of the modules of models that no other module has."""
    taken = {path.removeprefix("models/").removesuffix(".py") for path in files if path.startswith("models/")}
    return {old: new for old, new in wanted.items() if new not in taken - set(wanted)}


def _inner_names(old: ClientClass, new: ClientClass) -> dict[str, str]:
    """The names of fields and members that differ."""
    fields = {one.wire_name: one.name for one in new.fields.values()}
    members = {value: name for name, value in new.members.items()}
    found = {one.name: fields.get(one.wire_name, one.name) for one in old.fields.values()}
    found |= {name: members.get(value, name) for name, value in old.members.items()}
    return _changes(found)


def _arguments(old: ClientFunction, new: ClientFunction) -> dict[str, str]:
    """The names of arguments that differ."""
    names = {parameter: argument for argument, parameter in new.arguments.items()}
    found = {argument: names.get(parameter, argument) for argument, parameter in old.arguments.items()}
    return _changes(found)


def _changes(names: Mapping[str, str]) -> dict[str, str]:
    is_clear = len(set(names.values())) == len(names)
    return {old: new for old, new in names.items() if old != new} if is_clear else {}


def _outside_texts(source: str, names: Mapping[str, str]) -> str:
    """The source with other names; texts in it stay as they are."""
    if not names:
        return source
    return _pattern(_WORD, names).sub(lambda match: names.get(match[0], match[0]), source)


def _in_imports(source: str, modules: Mapping[str, str]) -> str:
    if not modules:
        return source
    return _pattern(_MODULE, modules).sub(lambda match: modules[match[0]], source)


def _pattern(form: str, names: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(form.replace("NAME", "|".join(map(re.escape, longest_first))))
