"""Models, lists, handles and errors as HTML: what is shown, what is not, and a bounded size."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum

from attrs import field, frozen

from seawall.core.errors import InputError, NotFoundError, Problem, WaitTimeoutError
from seawall.core.notebook.values import handle_html, list_html, model_html
from tests.runtime.notebook.kernel import html_of

SCRIPT = "<script>alert(1)</script>"
MAX_CHARACTERS = 100_000


class State(Enum):
    DONE = "done & dusted"


@frozen(kw_only=True)
class Part:
    name: str
    size: int = 0
    url: str = field(default="https://files.test/?sig=hush", repr=False)


@frozen(kw_only=True)
class Job:
    id: str
    state: State = State.DONE
    parts: tuple[Part, ...] = ()
    first: Part | None = None
    metadata: Mapping[str, object] | None = None
    ended_at: datetime | None = None
    error: str | None = None
    tags: tuple[str, ...] = ()


@frozen(kw_only=True)
class Wide:
    a: int = 1
    b: int = 2
    c: int = 3
    d: int = 4
    e: int = 5
    f: int = 6
    g: int = 7
    h: int = 8
    i: int = 9
    j: int = 10
    k: int = 11
    m: int | None = None


def test_a_model_shows_its_fields() -> None:
    job = Job(
        id="7",
        parts=(Part(name="a", size=1),),
        first=Part(name="b", size=2),
        metadata={"study": "A"},
        ended_at=datetime(2026, 11, 30, 12, 0, 0, 5, tzinfo=UTC),
        tags=("x", "y"),
    )
    html = model_html(job)
    for shown in (">Job<", ">7<", "done &amp; dusted", "1 item<", ">x, y<", "1 key<", "study"):
        assert shown in html
    assert "2026-11-30 12:00:00 UTC" in html
    assert "hush" not in html


def test_everything_of_a_hostile_server_is_escaped() -> None:
    metadata = {SCRIPT: [SCRIPT, {SCRIPT: "\u202e"}]}
    job = Job(id=SCRIPT, parts=(Part(name=SCRIPT),), first=Part(name=SCRIPT), metadata=metadata, error=SCRIPT)
    for html in (model_html(job), list_html(SCRIPT, [job], SCRIPT), list_html("", [SCRIPT])):
        assert "<script" not in html
        assert "&lt;script" in html
        assert "\u202e" not in html


def test_the_size_of_an_output_is_bounded() -> None:
    metadata = {f"key {number}": "x" * 10_000 for number in range(1000)}
    parts = tuple(Part(name="<" * 1000, size=number) for number in range(10_000))
    job = Job(id="x" * 1_000_000, parts=parts, metadata=metadata, error="\u202e" * 1_000_000)
    assert "10,000 items" in model_html(job)
    assert "9,990 more." in model_html(job)
    assert len(model_html(job)) < MAX_CHARACTERS
    assert len(list_html("t" * 100_000, [job] * 10_000, "r" * 100_000)) < MAX_CHARACTERS
    error = InputError("<" * 1_000_000, ["<" * 10_000] * 1_000)
    assert len(html_of(error)) < MAX_CHARACTERS


def test_a_list_shows_the_columns_that_have_values() -> None:
    html = list_html("GET /jobs", [Job(id="1", tags=("a",)), Job(id="2", error="broken")], "2 items.")
    for word in ("GET /jobs", ">id<", ">state<", ">error<", ">tags<", "broken", "2 items."):
        assert word in html
    for word in (">metadata<", ">first<", ">parts<"):
        assert word not in html


def test_a_list_shows_twenty_rows_and_ten_columns() -> None:
    html = list_html("GET /wide", [Wide()] * 30, "30 items.")
    assert "10 more. 30 items." in html
    assert "More fields: k." in html
    assert ">m<" not in html


def test_a_list_of_other_values_and_an_empty_list() -> None:
    assert ">item<" in list_html("GET /ids", ["a", {"b": 1}])
    assert "<table" not in list_html("GET /ids", [], "Nothing read yet.")


def test_a_model_without_values_shows_none() -> None:
    html = model_html(Job(id=""))
    assert html.count(">-<") == 5
    assert "0 items" in html


class Handle:
    job_id = SCRIPT

    def details(self) -> None:
        """Read the job.

        Much more.
        """

    def cancel(self) -> None: ...

    def _private(self) -> None: ...


def test_a_handle_shows_its_id_and_its_methods() -> None:
    html = handle_html(Handle(), "job_id")
    for word in ("job_id", "&lt;script", "details()", "Read the job.", "cancel()"):
        assert word in html
    assert "Much more" not in html
    assert "private" not in html


def test_an_error_shows_its_message_and_its_facts() -> None:
    problem = Problem(faults=(f"body.name: {SCRIPT}", "token=hushhushhush"))
    error = NotFoundError(f"GET /jobs answered 404 {SCRIPT}.", request_id="req-1", problem=problem)
    html = html_of(error)
    for word in ("NotFoundError", "answered 404", ">status<", ">404<", "req-1", "body.name"):
        assert word in html
    assert "<script" not in html
    assert "hushhush" not in html
    assert "problems" in html_of(InputError("no.", ["a", "b"]))
    assert "<table" not in html_of(WaitTimeoutError("no."))
