import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.bulk.journal import Done, Failed, Header, encode_line
from seawall.core.errors import JournalError, StorageError
from seawall.runtime.bulk.journal_file import JournalFile

JOB = "job"


def seeds(*texts: str) -> Callable[[], str]:
    return iter(texts).__next__


def open_journal(path: Path, job: str = JOB, seed: str = "other") -> JournalFile:
    journal = JournalFile(path)
    journal.open(job, seeds(seed))
    return journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "job.journal"


def test_records_are_there_the_next_time(path: Path) -> None:
    first = JournalFile(path)
    assert first.open(JOB, seeds("one")) == "one"
    first.append(Done("a", {"id": 1}))
    first.append(Failed("b", "NotFoundError"))
    first.append(Done("c", None))
    assert (first.has("a"), first.has("b"), first.values_of(["a"])) == (True, False, [{"id": 1}])
    first.close()
    second = JournalFile(path)
    assert second.open(JOB, seeds("two")) == "one"
    assert (second.values_of(["a", "c"]), second.has("b")) == ([{"id": 1}, None], False)
    second.append(Done("b", 2))
    assert second.values_of(["b", "a"]) == [2, {"id": 1}]
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_the_file_has_mode_0600(path: Path) -> None:
    open_journal(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_torn_last_line_is_cut_off(path: Path) -> None:
    journal = open_journal(path)
    journal.append(Done("a", 1))
    journal.close()
    whole = path.read_bytes()
    line = encode_line(Done("b", 2))
    for torn in range(len(line)):
        path.write_bytes(whole + line[:torn])
        journal = open_journal(path)
        assert (journal.has("a"), journal.has("b")) == (True, False)
        journal.append(Done("c", 3))
        journal.close()
        assert path.read_bytes() == whole + encode_line(Done("c", 3))


@pytest.mark.parametrize("filled_with", [b"", b"\0"])
def test_a_torn_header_is_written_again(path: Path, filled_with: bytes) -> None:
    open_journal(path, seed="seed-1").close()
    whole = path.read_bytes()
    for torn in range(len(whole)):
        path.write_bytes(whole[:torn] + filled_with * (len(whole) - torn))
        journal = JournalFile(path)
        assert journal.open(JOB, seeds("seed-2")) == "seed-2"
        journal.append(Done("a", 1))
        journal.close()
        assert path.read_bytes() == encode_line(Header(JOB, "seed-2")) + encode_line(Done("a", 1))


def test_a_damaged_line_is_skipped(path: Path) -> None:
    journal = open_journal(path)
    for key in "abc":
        journal.append(Done(key, key))
    journal.close()
    path.write_bytes(path.read_bytes().replace(b'"b"', b'"x"'))
    journal = open_journal(path)
    assert [journal.has(key) for key in "abcx"] == [True, False, True, False]
    assert journal.values_of(["c"]) == ["c"]
    journal.close()


@pytest.mark.parametrize(
    "content",
    [
        b"precious",
        b"precious\n",
        b"{}\n",
        b"\x00" * 8192,
        encode_line(Done("a", 1)),
        b"x" * 100_000,
        b'{"crc32c":"AAAAAAAA","record":{"x":1',
    ],
)
def test_another_file_is_refused_and_not_changed(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    journal = JournalFile(path)
    with pytest.raises(JournalError, match=r"is not the journal of a bulk job; it was not changed"):
        journal.open(JOB, seeds("s"))
    journal.close()
    assert path.read_bytes() == content


def test_the_journal_of_another_job_is_refused(path: Path) -> None:
    open_journal(path).close()
    journal, before = JournalFile(path), path.read_bytes()
    with pytest.raises(JournalError, match="is the journal of another job"):
        journal.open("another", seeds("s"))
    journal.close()
    assert path.read_bytes() == before


def test_a_journal_is_locked_by_one_run(path: Path) -> None:
    first, second = open_journal(path), JournalFile(path)
    with pytest.raises(JournalError, match="in use by another run of the job"):
        second.open(JOB, seeds("s"))
    second.close()
    first.close()
    open_journal(path).close()


def test_a_closed_journal_takes_no_records_and_can_not_be_opened(path: Path) -> None:
    journal = open_journal(path)
    journal.close()
    before = path.read_bytes()
    journal.append(Done("a", 1))
    journal.sync()
    journal.close()
    assert path.read_bytes() == before
    with pytest.raises(JournalError, match="closed before"):
        journal.open(JOB, seeds("s"))


def test_no_more_values_are_read_at_once_than_one_mebibyte_and_one(path: Path) -> None:
    journal = open_journal(path)
    values = {key: key * 600_000 for key in "abcd"}
    for key, value in values.items():
        journal.append(Done(key, value))
    assert journal.values_of("abcd") == [values["a"], values["b"]]
    assert journal.values_of("cd") == [values["c"], values["d"]]
    assert journal.values_of("d") == [values["d"]]
    journal.close()


def test_a_journal_changed_by_another_program_is_an_error(path: Path) -> None:
    journal = open_journal(path)
    journal.append(Done("a", 1))
    os.truncate(path, 10)
    with pytest.raises(JournalError, match="changed by another program"):
        journal.values_of(["a"])
    journal.close()


def test_a_sync_is_due_every_100_lines(path: Path) -> None:
    journal = open_journal(path)
    due = []
    for number in range(200):
        journal.append(Done(f"{number}", None))
        due += [journal.is_sync_due(), journal.is_sync_due()]
    # Once: many items that end while the first caller is at it do not flush again.
    assert [at for at, is_due in enumerate(due) if is_due] == [198, 398]
    journal.append(Done("more", None))
    journal.sync()
    assert not journal.is_sync_due()
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such links")
def test_a_symbolic_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"")
    path.parent.mkdir()
    path.symlink_to(tmp_path / "victim")
    journal = JournalFile(path)
    with pytest.raises(StorageError, match="it is a symbolic link"):
        journal.open(JOB, seeds("s"))
    journal.close()
    assert (tmp_path / "victim").read_bytes() == b""


FULL = """
import resource, sys
from pathlib import Path
from seawall.core.errors import StorageError
from seawall.core.bulk.journal import Done
from seawall.runtime.bulk.journal_file import JournalFile

resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
journal = JournalFile(Path(sys.argv[1]))
journal.open("job", lambda: "seed")
written = 0
try:
    while True:
        journal.append(Done(f"{written}", "x" * 50))
        written += 1
except StorageError as error:
    print(written, error)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of resources")
def test_a_full_disk_leaves_whole_lines(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True)
    written, _, message = done.stdout.partition(" ")
    assert message.startswith(f"{path} can not be written")
    assert path.read_bytes().endswith(b"}\n")
    journal = open_journal(path)
    assert [journal.has(f"{number}") for number in range(int(written) + 1)] == [True] * int(written) + [False]
    journal.close()
