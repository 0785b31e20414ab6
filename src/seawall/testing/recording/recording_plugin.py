"""Records the uses of a whole run of pytest, also over the processes of pytest-xdist, and writes them."""

from pathlib import Path

import pytest
from attrs import asdict

from seawall.codegen.layer.recorded import RecordedUse, use_lines
from seawall.runtime.files.atomic_write import write_atomically
from seawall.testing.recording.import_hook import RecordingFinder
from seawall.testing.recording.use_recorder import UseRecorder

__all__ = ["RecordingPlugin"]

_OUTPUT = "seawall_uses"


class RecordingPlugin:
    """The plugin that --seawall-record-uses registers: it starts at once and writes at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._finder = RecordingFinder(UseRecorder(root=config.rootpath))
        self._others: set[RecordedUse] = set()
        self._finder.start()

    def pytest_sessionfinish(self) -> None:
        """Stop, and write the file; a process of pytest-xdist gives its uses to the main process."""
        self._finder.stop()
        uses = self._finder.recorder.uses | self._others
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = [asdict(one) for one in sorted(uses)]
            return
        path = Path(self._config.getoption("--seawall-record-uses"))
        write_atomically(path, use_lines(uses).encode("ascii"))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take the uses of a process of pytest-xdist that has ended."""
        output = getattr(node, "workeroutput", {})
        self._others |= {RecordedUse(**one) for one in output.get(_OUTPUT, ())}
