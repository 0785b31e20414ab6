"""Uses of a generated client in the functions of a stable layer."""

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from seawall.codegen.layer.client import Part

__all__ = ["Layer", "LayerFunction", "Literal", "Place", "Use", "UseKind"]


class UseKind(StrEnum):
    """Kind of a use.

    A function is called; an argument is given to it; a field is read, or set (at construction, too); an
    object is created; a class or member is named; an object is passed on whole, to code that is not read.
    """

    CALL = "call"
    ARGUMENT = "argument"
    READ = "read"
    SET = "set"
    CREATE = "create"
    NAME = "name"
    WHOLE = "whole"


@frozen(kw_only=True, order=True)
class Place:
    """A range of source text; `path` is relative to the folder of the layer. Lines from 1, columns from 0.

    Columns count characters, not bytes. The end is that of the last character, exclusive.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@frozen(kw_only=True)
class Use:
    """One use of a part of the client.

    `place` is the name itself: `state` in `run.state`, `page_size` in `page_size=5`, `get_run` in
    `calls.get_run(…)`. `function` is the qualified name of the function around it, or of the class or module
    for code outside functions. `is_certain` is false if the type is not known and only the name fits;
    `reason` tells. `handles` has the empty values, `None` and `UNSET`, that the code takes care of; `guarded`
    is true if it has both.
    """

    part: Part
    kind: UseKind
    place: Place
    function: str
    is_certain: bool = True
    reason: str = ""
    guarded: bool = False
    handles: tuple[str, ...] = ()


@frozen(kw_only=True)
class Literal:
    """A text or number in the layer: its value, the function around it, and the name that it is given to.

    `given_to` is the keyword, parameter default, attribute or enum class with the literal:
    `CursorPaging.parameter`, `checked_count.most`, `RunState.PENDING`; empty if there is none.
    """

    value: str | int | float
    place: Place
    function: str
    given_to: str = ""


@frozen(kw_only=True)
class LayerFunction:
    """A function or method of the layer, the body of a class, or the top level of a module.

    `calls` are the qualified names of the functions of the layer that it calls or refers to; making an object
    calls its class. `is_public` is true if no part of its name below the module begins with an underscore,
    names such as `__iter__` aside, and for a command, e.g. `@app.command()`; the top level of a module is
    never public. `derived_from` is the file from which its file was derived, empty if it is hand-written.
    `module` is the qualified name of its module.
    """

    name: str
    place: Place
    is_public: bool
    calls: tuple[str, ...] = ()
    is_async: bool = False
    derived_from: str = ""
    module: str = ""


@frozen(kw_only=True)
class Layer:
    """A stable layer: its functions by qualified name, its uses of the client, and its literals.

    `defaults` are the texts and numbers that a call of a function of Seawall leaves to the default, such as
    the `page` of `PageNumberPaging()`: their place is the name that is called, and no text to be edited.
    `sources` has the text of every file that was read, by its relative path. `unread` are the files that are
    not valid Python, with the reason.
    """

    functions: Mapping[str, LayerFunction]
    uses: tuple[Use, ...] = field(repr=False)
    literals: tuple[Literal, ...] = field(default=(), repr=False)
    defaults: tuple[Literal, ...] = field(default=(), repr=False)
    sources: Mapping[str, str] = field(factory=dict, repr=False)
    unread: Mapping[str, str] = field(factory=dict)
