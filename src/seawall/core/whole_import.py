"""Late imports that no interrupt can halve. Pure: only the import machinery reads files.

Ctrl-C during an import leaves submodules in `sys.modules` whose package is gone. The next import of the
package may then raise an AttributeError, again and again. Signals only interrupt the main thread, so another
thread imports while the main thread waits: an interrupt ends the wait, and the import goes on.
"""

import threading
from importlib import import_module

__all__ = ["import_whole"]

_imported: set[str] = set()


def import_whole(*modules: str) -> None:
    """Import `modules` completely, even if an interrupt arrives; call it before a late import statement.

    Not for use while a module is imported: the thread would wait for the lock of that import. Raises the
    error of the import.
    """
    missing = [name for name in modules if name not in _imported]
    if not missing:
        return
    if threading.current_thread() is not threading.main_thread():
        _import(missing)
        return
    errors: list[BaseException] = []

    def work() -> None:
        try:
            _import(missing)
        except BaseException as error:  # noqa: BLE001 - raised below
            errors.append(error)

    thread = threading.Thread(target=work, name="seawall-import")
    try:
        thread.start()
    except RuntimeError:
        # The interpreter ends, or the system has no thread left.
        _import(missing)
        return
    thread.join()
    if errors:
        raise errors[0]


def _import(modules: list[str]) -> None:
    for name in modules:
        import_module(name)
        _imported.add(name)
