"""Recognises the packages of a generated client by their marker, their name or their files."""

from seawall.codegen.surface.reading.modules import Modules

__all__ = ["is_generated"]

_FOLDER = "_generated"
_MARKER = "# DO NOT EDIT. Generated from"
# The files of a package that openapi-python-client has made.
_STOCK = ("client", "types", "models", "api")


def is_generated(name: str, modules: Modules) -> bool:
    """True if the module or class with this full name is in a generated client."""
    parts = name.split(".")
    if any(part == _FOLDER or part.startswith(f"{_FOLDER}_") for part in parts):
        return True
    packages = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return any(_is_client(package, modules) for package in packages)


def _is_client(package: str, modules: Modules) -> bool:
    if not modules.paths(package):
        return False
    if modules.text(package).startswith(_MARKER):
        return True
    return all(modules.paths(f"{package}.{name}") for name in _STOCK)
