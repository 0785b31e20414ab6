import json
import pickle
import re
from collections.abc import Iterator

from attrs import frozen

from seawall.core import errors
from seawall.core.errors import Problem, SeawallError
from seawall.core.http.message import Headers
from seawall.core.status_errors import error_class_for


@frozen
class Drawn:
    """One line of the drawing: a class, its depth and the one above it."""

    name: str
    parent: str | None


def drawn() -> Iterator[Drawn]:
    """The tree in the docstring, read by its indentation."""
    above: list[str] = []
    for indent, name in re.findall(r"^    ([│├└─ ]*)(\w+Error)\b", errors.__doc__ or "", flags=re.MULTILINE):
        depth = len(indent) // 4
        yield Drawn(name, above[depth - 1] if depth else None)
        above[depth:] = [name]


def real() -> Iterator[type[SeawallError]]:
    todo = [SeawallError]
    while todo:
        class_ = todo.pop()
        if class_.__module__ == errors.__name__:
            yield class_
            todo += class_.__subclasses__()


def parent(class_: type[SeawallError]) -> str | None:
    return next((base.__name__ for base in class_.__bases__ if issubclass(base, SeawallError)), None)


def test_the_documented_tree_matches_the_classes() -> None:
    assert {(line.name, line.parent) for line in drawn()} == {
        (class_.__name__, parent(class_)) for class_ in real()
    }


def test_every_class_is_documented_once() -> None:
    names = [line.name for line in drawn()]
    assert len(names) == len(set(names)) > 20


def test_every_class_is_public() -> None:
    assert {class_.__name__ for class_ in real()} <= set(errors.__all__)


def test_every_error_survives_pickle() -> None:
    for class_ in list(real()):
        error = class_("GET /v1/runs answered 404.")
        for name in vars(error):
            values = {
                "status": 404,
                "headers": Headers({"a": "1"}),
                "problem": Problem(title="t", faults=("f",)),
                "problems": ("p",),
                "body": b"body",
            }
            setattr(error, name, values.get(name, "text"))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(error, protocol))
            assert type(again) is class_, class_
            assert str(again) == "GET /v1/runs answered 404.", class_
            assert vars(again) == vars(error), class_


def rebuilt(error: SeawallError, *, as_json: bool) -> SeawallError:
    """Rebuild `error` as a task queue does, whose results are pickles or JSON."""
    args = json.loads(json.dumps(error.args)) if as_json else error.args
    return type(error)(*args)


def test_every_error_can_be_rebuilt_from_its_args() -> None:
    message = "GET /v1/runs answered 404."
    facts: dict[type[SeawallError], dict[str, object]] = {
        errors.StatusError: {"status": 404, "method": "GET", "path": "/v1/runs", "request_id": "r1"},
        errors.DecodeError: {"status": 200, "request_id": "r1"},
        errors.InputError: {"problems": ("p", "q")},
        errors.MissingExtraError: {"name": "redis"},
        errors.WaitTimeoutError: {"last": "queued"},
        errors.WebhookReplayError: {"is_running": True},
    }
    for class_ in real():
        given: dict[str, object] = next((facts[base] for base in class_.__mro__ if base in facts), {})
        error = class_(message, **given)
        for as_json in (False, True):
            again = rebuilt(error, as_json=as_json)
            assert (type(again), str(again), repr(again)) == (class_, message, repr(error)), class_
            assert {name: getattr(again, name) for name in given} == given, class_


def test_a_class_of_one_status_knows_it() -> None:
    for status in range(400, 500):
        class_ = error_class_for(status)
        if class_ is not errors.ClientStatusError:
            assert class_.status == class_("it failed.").status == status, class_


def test_the_dict_of_an_error_is_plain_json() -> None:
    for class_ in real():
        made = class_("it failed.").to_dict()
        assert made["error"] == class_.__name__
        assert made["message"] == "it failed."
        assert json.loads(json.dumps(made)) == made


def test_the_dict_of_an_error_has_its_facts_and_no_secret() -> None:
    error = errors.RateLimitedError(
        "it failed.",
        method="GET",
        path="/v1/runs/{run_id}",
        request_id="r1",
        problem=Problem(title="Slow down", faults=("a: b",)),
        headers=Headers({"retry-after": "5", "set-cookie": "hunter2"}),
        body=b"hunter2",
    )
    error.value = "hunter2"
    assert error.to_dict() == {
        "error": "RateLimitedError",
        "message": "it failed.",
        "status": 429,
        "method": "GET",
        "path": "/v1/runs/{run_id}",
        "request_id": "r1",
        "retry_after_s": 5.0,
        "problem": {"title": "Slow down", "detail": None, "type": None, "faults": ["a: b"]},
    }
    assert errors.InputError("no.", problems=["p"]).to_dict()["problems"] == ["p"]
    assert "hunter2" not in str(errors.WaitTimeoutError("no.", last="hunter2").to_dict())


def test_the_repr_of_an_error_shows_its_message_only() -> None:
    error = errors.WaitTimeoutError("it took too long.", last={"secret": "hunter2"})
    assert repr(error) == "WaitTimeoutError('it took too long.')"
    assert str(SeawallError()) == ""


def test_the_error_class_of_each_status() -> None:
    for status, name in [
        (100, "UnexpectedStatusError"),
        (204, "UnexpectedStatusError"),
        (304, "UnexpectedStatusError"),
        (400, "BadRequestError"),
        (401, "UnauthorizedError"),
        (402, "PaymentRequiredError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (410, "GoneError"),
        (412, "PreconditionFailedError"),
        (418, "ClientStatusError"),
        (422, "UnprocessableError"),
        (429, "RateLimitedError"),
        (499, "ClientStatusError"),
        (500, "ServerStatusError"),
        (503, "ServerStatusError"),
        (520, "ServerStatusError"),
        (599, "ServerStatusError"),
        (999, "ServerStatusError"),
    ]:
        assert error_class_for(status).__name__ == name, (status, name)


def test_the_builtin_base_classes() -> None:
    assert issubclass(errors.InputError, ValueError)
    assert issubclass(errors.WaitTimeoutError, TimeoutError)


def test_a_timeout_with_a_type_is_one_error_class() -> None:
    error: errors.WaitTimeoutError[str] = errors.WaitTimeoutError[str]("too long.", "RUNNING")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))
        assert type(again) is errors.WaitTimeoutError
        assert (str(again), again.last, again.args) == ("too long.", "RUNNING", ("too long.", "RUNNING"))
