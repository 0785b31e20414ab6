"""Extension of Griffe for the reference: shows the constructors that attrs makes, and plain fields."""

from collections.abc import Iterator
from typing import Any

from griffe import (
    Attribute,
    Class,
    Expr,
    ExprCall,
    Extension,
    Function,
    Module,
    Parameter,
    ParameterKind,
    Parameters,
)

_DECORATORS = {"attrs.define", "attrs.frozen"}


class AttrsClasses(Extension):
    """Adds `__init__` to each attrs class, with a parameter for each field."""

    def on_package(self, *, pkg: Module, **_: Any) -> None:
        """Change all classes of a package, once it is loaded."""
        classes = [one for one in _classes(pkg) if _options(one) is not None]
        for class_ in classes:
            if "__init__" not in class_.members:
                parameters = [
                    Parameter("self", kind=ParameterKind.positional_or_keyword),
                    *_parameters(class_),
                ]
                init = Function("__init__", parameters=Parameters(*parameters), parent=class_)
                class_.set_member("__init__", init)
        # Afterwards: a subclass reads the fields of its bases.
        for class_ in classes:
            for attribute in _fields(class_):
                attribute.value = None
                attribute.labels -= {"class-attribute", "instance-attribute"}


def _classes(of: Module | Class) -> Iterator[Class]:
    for member in of.members.values():
        if isinstance(member, Class):
            yield member
        if isinstance(member, Class | Module):
            yield from _classes(member)


def _options(class_: Class) -> dict[str, str] | None:
    """Return the arguments of the decorator of attrs, and None for other classes."""
    for decorator in class_.decorators:
        if isinstance(decorator.value, Expr) and decorator.value.canonical_path in _DECORATORS:
            return {name: str(value) for name, value in _arguments(decorator.value).items()}
    return None


def _arguments(value: Any) -> dict[str, Any]:
    if not isinstance(value, ExprCall):
        return {}
    return {one.name: one.value for one in value.arguments if hasattr(one, "name")}


def _fields(class_: Class) -> Iterator[Attribute]:
    for member in class_.members.values():
        if not isinstance(member, Attribute) or member.annotation is None or "property" in member.labels:
            continue
        # A ClassVar is an attribute of the class only.
        if "class-attribute" not in member.labels or "instance-attribute" in member.labels:
            yield member


def _parameters(class_: Class) -> list[Parameter]:
    """Return the parameters of the constructor: those of the bases first, keyword-only ones last."""
    found: dict[str, Parameter] = {}
    for one in [*reversed(class_.mro()), class_]:
        options = _options(one)
        for attribute in _fields(one) if options is not None else ():
            parameter = _parameter(attribute, keyword_only=(options or {}).get("kw_only") == "True")
            if parameter:
                found[attribute.name] = parameter
    return sorted(found.values(), key=lambda parameter: parameter.kind is ParameterKind.keyword_only)


def _parameter(attribute: Attribute, *, keyword_only: bool) -> Parameter | None:
    is_field = isinstance(attribute.value, ExprCall) and attribute.value.canonical_path == "attrs.field"
    arguments = _arguments(attribute.value) if is_field else {}
    if str(arguments.get("init")) == "False":
        return None
    is_keyword = keyword_only or str(arguments.get("kw_only")) == "True"
    factory = arguments.get("factory")
    default = arguments.get("default") if is_field else attribute.value
    return Parameter(
        attribute.name.lstrip("_"),
        annotation=attribute.annotation,
        kind=ParameterKind.keyword_only if is_keyword else ParameterKind.positional_or_keyword,
        default=ExprCall(factory, []) if factory is not None else default,
    )
