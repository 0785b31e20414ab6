"""An interrupt during a late import leaves whole modules: the main thread waits, another thread imports."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from seawall.core.whole_import import import_whole


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def interrupted(folder: Path, name: str, pid: int) -> None:
    """Write a package that interrupts the process in the middle of its import."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text(
        "import os, signal, time\n"
        f"from {name} import first\n"
        f"os.kill({pid}, signal.SIGINT)\n"
        "time.sleep(0.05)\n"
        f"from {name} import last\n"
    )
    (folder / name / "first.py").write_text(f"import {name}\nfrom {name} import last\n")
    (folder / name / "last.py").write_text("")


def test_an_interrupt_does_not_halve_an_import(folder: Path) -> None:
    interrupted(folder, "halved", os.getpid())
    with pytest.raises(KeyboardInterrupt):
        import_whole("halved")
    import_whole("halved")
    halved = sys.modules["halved"]
    assert (halved.first, halved.last) == (sys.modules["halved.first"], sys.modules["halved.last"])


def test_another_thread_imports_by_itself(folder: Path) -> None:
    (folder / "by_thread.py").write_text("import threading\nname = threading.current_thread().name\n")
    thread = threading.Thread(target=import_whole, args=("by_thread",), name="mine")
    thread.start()
    thread.join()
    assert sys.modules["by_thread"].name == "mine"


def test_the_error_of_an_import_is_raised(folder: Path) -> None:
    (folder / "broken.py").write_text("1 / 0\n")
    for module, error in [("broken", ZeroDivisionError), ("no_such_module", ModuleNotFoundError)]:
        with pytest.raises(error):
            import_whole(module)


def test_signals_still_reach_the_handler_of_the_program(folder: Path) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        interrupted(folder, "handled", os.getpid())
        import_whole("handled")
    finally:
        signal.signal(signal.SIGINT, before)
    assert received == [signal.SIGINT]


def test_a_process_without_a_free_thread_imports_in_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "own_thread.py").write_text("import threading\nname = threading.current_thread().name\n")

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    import_whole("own_thread")
    assert sys.modules["own_thread"].name == threading.current_thread().name
