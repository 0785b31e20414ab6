"""Spelling of Python names: words of any text as a field, a constant or a class. Pure text, no spec.

Every name is ASCII. Latin letters lose their accents; letters of other scripts are left out, and a name of
which nothing is left is numbered.
"""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

__all__ = [
    "RESERVED_CLASSES",
    "RESERVED_FIELDS",
    "RESERVED_FUNCTIONS",
    "FreeNames",
    "class_name",
    "field_name",
    "function_name",
    "member_candidates",
    "plural",
    "singular",
    "snake",
    "words",
]

# Longer names are cut; a number makes them unique again.
_MAX_NAME_LENGTH = 120
_BUILTINS = frozenset(dir(builtins))
# Names that the modules of models use themselves.
RESERVED_CLASSES = _BUILTINS | {
    "Annotated",
    "Any",
    "Decimal",
    "FilePart",
    "Literal",
    "Mapping",
    "OpenEnum",
    "OpenIntEnum",
    "Tagged",
    "TypeAlias",
    "Union",
    "UNSET",
    "UUID",
    "UnknownVariant",
    "UnsetType",
}
RESERVED_FUNCTIONS = _BUILTINS | {"dt", "enums", "ip", "models"}
RESERVED_FIELDS = frozenset(
    {
        # The field of the keys that the spec does not name.
        "additional_properties",
        "bool",
        "bytes",
        "dict",
        "dt",
        "enums",
        "field",
        "float",
        "frozen",
        "int",
        "ip",
        "list",
        "models",
        "object",
        "self",
        "str",
        "tuple",
    }
)

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        "\u00df": "ss",
        "\u00e6": "ae",
        "\u00c6": "AE",
        "\u00f8": "o",
        "\u00d8": "O",
        "\u0111": "d",
        "\u0110": "D",
        "\u0142": "l",
        "\u0141": "L",
        "\u0153": "oe",
        "\u0152": "OE",
        "\u00fe": "th",
        "\u00de": "Th",
        "\u0131": "i",
    }
)
_SYMBOLS = {
    "!=": "NOT_EQUAL",
    "<=": "LESS_OR_EQUAL",
    ">=": "GREATER_OR_EQUAL",
    "<>": "NOT_EQUAL",
    "==": "EQUAL",
    "=": "EQUAL",
    "<": "LESS",
    ">": "GREATER",
    "+": "PLUS",
    "-": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    ".": "DOT",
    ",": "COMMA",
    ":": "COLON",
    ";": "SEMICOLON",
    "%": "PERCENT",
    "&": "AND",
    "|": "PIPE",
    "!": "NOT",
    "~": "TILDE",
    "@": "AT",
    "#": "HASH",
    "$": "DOLLAR",
    " ": "SPACE",
    "?": "QUESTION",
    "^": "CARET",
    "(": "OPEN",
    ")": "CLOSE",
}
_SYMBOL = re.compile("|".join(map(re.escape, _SYMBOLS)))


def _ascii(text: str) -> str:
    """The first characters of `text` in ASCII; characters that have no ASCII form become spaces."""
    text = text[:_MAX_NAME_LENGTH]
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(_LETTERS))
    kept = (character for character in plain if not unicodedata.combining(character))
    return "".join(character if character.isascii() else " " for character in kept)[:_MAX_NAME_LENGTH]


# A spec has most of its words many times.
@lru_cache(maxsize=50_000)
def snake(text: str) -> str:
    """Convert `text` to snake_case: ASCII letters, digits and single underscores; may be empty."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", _ascii(text))
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()


def words(text: str) -> list[str]:
    """The words of `text`, in lower case."""
    return [word for word in snake(text).split("_") if word]


def class_name(text: str) -> str:
    """Convert `text` to a class name: `Body_create_run` becomes BodyCreateRun; may be empty."""
    parts = re.findall(r"[A-Za-z0-9]+", _ascii(text))
    name = "".join(part[0].upper() + part[1:] for part in parts)
    if name and not name[0].isalpha():
        name = f"Model{name}"
    return f"{name}Model" if keyword.iskeyword(name) or name in RESERVED_CLASSES else name


def field_name(wire: str, *, reserved: Collection[str] = RESERVED_FIELDS) -> str:
    """Convert the wire name `wire` to the name of a field or a parameter."""
    # A clean name stays as it is, with double underscores: `item_id__in`.
    clean = re.fullmatch(r"[a-z][a-z0-9_]*", wire) is not None and len(wire) <= _MAX_NAME_LENGTH
    name = wire if clean else snake(wire)
    if not name:
        name = "unnamed"
    elif not name[0].isalpha():
        name = f"field_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in reserved else name


def function_name(text: str) -> str:
    """Convert `text` to the name of a function; may be empty."""
    name = snake(text)
    if name and not name[0].isalpha():
        name = f"call_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_FUNCTIONS else name


def member_candidates(value: str) -> Iterator[str]:
    """Yield names for an enum value, the best first: `in-progress` becomes IN_PROGRESS.

    The later ones tell apart values of which the first name is the same: `asc` and `ASC`, `a-b` and `a.b`.
    """
    spelt = _member(_with_symbols_spelt(value[:_MAX_NAME_LENGTH]))
    plain = _member(_signed(value)) or spelt or ("VALUE" if value else "EMPTY")
    yield plain
    if spelt and spelt != plain:
        yield spelt
    if re.search(r"[A-Za-z]", value):
        yield f"{plain}_{_case(value)}"


def _with_symbols_spelt(value: str) -> str:
    # Between letters it is no minus.
    names = {**_SYMBOLS, "-": "DASH"} if re.search(r"\w", value) else _SYMBOLS
    return _SYMBOL.sub(lambda match: f" {names[match[0]]} ", value)


def _signed(value: str) -> str:
    # `-name` is another order than `name`.
    for sign in "+-":
        if re.match(rf"{re.escape(sign)}\w", value):
            return f"{_SYMBOLS[sign]} {value[1:]}"
    return value


def _member(text: str) -> str:
    ascii_text = _ascii(text)
    # snake() would split a constant such as HTTP2X into several words.
    stem = re.sub(r"[^A-Za-z0-9]+", "_", ascii_text).strip("_") if ascii_text.isupper() else snake(ascii_text)
    name = stem.upper()
    return f"VALUE_{name}" if name and not name[0].isalpha() else name


def _case(value: str) -> str:
    if value.islower():
        return "LOWERCASE"
    return "UPPERCASE" if value.isupper() else "MIXED_CASE"


class FreeNames:
    """The names that are still free in one scope."""

    def __init__(self, used: Iterable[str], *, separator: str = "_") -> None:
        self._used = set(used)
        self._separator = separator
        # The last number of each name: counting from 2 each time would be slow for thousands of equal names.
        self._numbers: dict[str, int] = {}

    def __contains__(self, name: object) -> bool:
        return name not in self._used

    def take(self, name: str) -> str:
        """Take `name`, with a number if it is in use."""
        taken = name
        number = self._numbers.get(name, 1)
        while taken in self._used:
            number += 1
            taken = f"{name}{self._separator}{number}"
        self._numbers[name] = number
        self._used.add(taken)
        return taken


# Words that end in `s` and are singular, and words of which both forms are the same.
_SINGULAR = re.compile(
    r"(?:ss|us|is|yes|news|series|species|data|media|metadata|https|dns|sms|aws|tls|kubernetes|jenkins"
    r"|redis|graphics|analytics|statistics|always"
    r"|has|was|gas|atlas|canvas|alias|bias)\Z"
)
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "movies": "movie",
    "cookies": "cookie",
    "caches": "cache",
    "aliases": "alias",
    "canvases": "canvas",
    "statuses": "status",
    "viruses": "virus",
    "analyses": "analysis",
    "bases": "base",
    "databases": "database",
    "purchases": "purchase",
    "releases": "release",
    "leases": "lease",
    "cases": "case",
    "phases": "phase",
    "responses": "response",
    "licenses": "license",
    "houses": "house",
    "warehouses": "warehouse",
    "courses": "course",
    "expenses": "expense",
    "buses": "bus",
}


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """The singular of an English noun in lower case; any other word stays as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < len("ids") or not word.endswith("s") or _SINGULAR.search(word):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search(r"(?:ss|sh|ch|x|z)es\Z", word):
        return word[:-2]
    return word[:-1]


def plural(noun: str) -> str:
    """The plural of an English noun in lower case."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y\Z", noun) else f"{noun}s"
