# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
"""Call builders: one function per operation. A `Call` is a request that is not sent yet."""

from __future__ import annotations

from typing import Literal

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import ByMediaType, Parameter

from . import models

GET_AVAILABILITY: Operation[bytes] = Operation(
    id="get_availability",
    method="GET",
    path="/availability",
    result_types=lambda: {200: ByMediaType({"text/xml": bytes})},
    parameters=(Parameter("detail", "query"),),
    accept=("text/xml",),
)
GET_CAPABILITIES: Operation[bytes] = Operation(
    id="get_capabilities",
    method="GET",
    path="/capabilities",
    result_types=lambda: {200: ByMediaType({"text/xml": bytes})},
    parameters=(),
    accept=("text/xml",),
)
GET_CONTEXT: Operation[models.ContextResponse] = Operation(
    id="get_context",
    method="GET",
    path="/v1/context",
    result_types=lambda: {200: models.ContextResponse},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(),
    security=({"Token": ()},),
)
LIST_IMAGES: Operation[list[models.ImageResponse]] = Operation(
    id="list_images",
    method="GET",
    path="/v1/image",
    result_types=lambda: {200: list[models.ImageResponse]},
    error_types=lambda: {
        400: ByMediaType({"text/plain": str}),
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("type", "query"),),
    security=({"Token": ()},),
)
LIST_REPOSITORIES: Operation[list[str]] = Operation(
    id="list_repositories",
    method="GET",
    path="/v1/repository",
    result_types=lambda: {200: list[str]},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(),
    security=({"Token": ()},),
)
LIST_SESSIONS: Operation[list[models.SessionResponse]] = Operation(
    id="list_sessions",
    method="GET",
    path="/v1/session",
    result_types=lambda: {200: list[models.SessionResponse]},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("type", "query"), Parameter("status", "query"), Parameter("view", "query")),
    security=({"Token": ()},),
)
CREATE_SESSION: Operation[str] = Operation(
    id="create_session",
    method="POST",
    path="/v1/session",
    result_types=lambda: {200: ByMediaType({"text/plain": str})},
    error_types=lambda: {
        400: ByMediaType({"text/plain": str}),
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(
        Parameter("name", "query", required=True),
        Parameter("image", "query", required=True),
        Parameter("type", "query"),
        Parameter("cores", "query"),
        Parameter("ram", "query"),
        Parameter("gpus", "query"),
        Parameter("cmd", "query"),
        Parameter("args", "query"),
        Parameter("env", "query"),
        Parameter("X-Skaha-Registry-Auth", "header"),
    ),
    accept=("text/plain",),
    security=({"Token": ()},),
)
LIST_ALL_SESSIONS: Operation[list[models.SessionOfAnyUser]] = Operation(
    id="list_all_sessions",
    method="GET",
    path="/v1/session",
    result_types=lambda: {200: list[models.SessionOfAnyUser]},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("view", "query", required=True),),
    security=({"Token": ()},),
)
GET_STATISTICS: Operation[models.StatisticsResponse] = Operation(
    id="get_statistics",
    method="GET",
    path="/v1/session",
    result_types=lambda: {200: models.StatisticsResponse},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("view", "query", required=True),),
    security=({"Token": ()},),
)
GET_SESSION: Operation[models.SessionResponse] = Operation(
    id="get_session",
    method="GET",
    path="/v1/session/{session_id}",
    result_types=lambda: {200: models.SessionResponse},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        404: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True),),
    security=({"Token": ()},),
)
DELETE_SESSION: Operation[None] = Operation(
    id="delete_session",
    method="DELETE",
    path="/v1/session/{session_id}",
    result_types=lambda: {200: None},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True),),
    security=({"Token": ()},),
)
RENEW_SESSION: Operation[None] = Operation(
    id="renew_session",
    method="POST",
    path="/v1/session/{session_id}",
    result_types=lambda: {200: None},
    error_types=lambda: {
        400: ByMediaType({"text/plain": str}),
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("action", "query", required=True)),
    security=({"Token": ()},),
)
GET_SESSION_EVENTS: Operation[str] = Operation(
    id="get_session_events",
    method="GET",
    path="/v1/session/{session_id}",
    result_types=lambda: {200: ByMediaType({"text/plain": str})},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        404: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("view", "query", required=True)),
    accept=("text/plain",),
    security=({"Token": ()},),
)
GET_SESSION_LOGS: Operation[str] = Operation(
    id="get_session_logs",
    method="GET",
    path="/v1/session/{session_id}",
    result_types=lambda: {200: ByMediaType({"text/plain": str})},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("view", "query", required=True)),
    accept=("text/plain",),
    security=({"Token": ()},),
)
LIST_APPS: Operation[list[models.SessionResponse]] = Operation(
    id="list_apps",
    method="GET",
    path="/v1/session/{session_id}/app",
    result_types=lambda: {200: list[models.SessionResponse]},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        404: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("status", "query")),
    security=({"Token": ()},),
)
CREATE_APP: Operation[str] = Operation(
    id="create_app",
    method="POST",
    path="/v1/session/{session_id}/app",
    result_types=lambda: {200: ByMediaType({"text/plain": str})},
    error_types=lambda: {
        400: ByMediaType({"text/plain": str}),
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        404: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(
        Parameter("session_id", "path", required=True),
        Parameter("image", "query", required=True),
        Parameter("cores", "query"),
        Parameter("ram", "query"),
        Parameter("X-Skaha-Registry-Auth", "header"),
    ),
    accept=("text/plain",),
    security=({"Token": ()},),
)
GET_APP: Operation[models.SessionResponse] = Operation(
    id="get_app",
    method="GET",
    path="/v1/session/{session_id}/app/{app_id}",
    result_types=lambda: {200: models.SessionResponse},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        404: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("app_id", "path", required=True)),
    security=({"Token": ()},),
)
DELETE_APP: Operation[None] = Operation(
    id="delete_app",
    method="DELETE",
    path="/v1/session/{session_id}/app/{app_id}",
    result_types=lambda: {200: None},
    error_types=lambda: {
        401: ByMediaType({"text/plain": str}),
        403: ByMediaType({"text/plain": str}),
        503: ByMediaType({"text/plain": str}),
    },
    parameters=(Parameter("session_id", "path", required=True), Parameter("app_id", "path", required=True)),
    security=({"Token": ()},),
)


def get_availability(*, detail: str | None = None) -> Call[bytes]:
    """GET /availability: Get Availability."""
    return Call(GET_AVAILABILITY, query={"detail": detail})


def get_capabilities() -> Call[bytes]:
    """GET /capabilities: Get Capabilities."""
    return Call(GET_CAPABILITIES)


def get_context() -> Call[models.ContextResponse]:
    """GET /v1/context: Get Context."""
    return Call(GET_CONTEXT)


def list_images(*, type: str | None = None) -> Call[list[models.ImageResponse]]:
    """GET /v1/image: List Images."""
    return Call(LIST_IMAGES, query={"type": type})


def list_repositories() -> Call[list[str]]:
    """GET /v1/repository: List Repositories."""
    return Call(LIST_REPOSITORIES)


def list_sessions(
    *, type: str | None = None, status: str | None = None, view: str | None = None
) -> Call[list[models.SessionResponse]]:
    """GET /v1/session: List Sessions."""
    return Call(LIST_SESSIONS, query={"type": type, "status": status, "view": view})


def create_session(
    *,
    name: str,
    image: str,
    type: str | None = None,
    cores: int | None = None,
    ram: int | None = None,
    gpus: int | None = None,
    cmd: str | None = None,
    args: str | None = None,
    env: list[str] | None = None,
    x_skaha_registry_auth: str | None = None,
) -> Call[str]:
    """POST /v1/session: Create Session. Defaults: `type` \"headless\"."""
    return Call(
        CREATE_SESSION,
        query={
            "name": name,
            "image": image,
            "type": type,
            "cores": cores,
            "ram": ram,
            "gpus": gpus,
            "cmd": cmd,
            "args": args,
            "env": env,
        },
        headers={"X-Skaha-Registry-Auth": x_skaha_registry_auth},
    )


def list_all_sessions(*, view: Literal["all"] = "all") -> Call[list[models.SessionOfAnyUser]]:
    """GET /v1/session#view=all: List All Sessions."""
    return Call(LIST_ALL_SESSIONS, query={"view": view})


def get_statistics(*, view: Literal["stats"] = "stats") -> Call[models.StatisticsResponse]:
    """GET /v1/session#view=stats: Get Statistics."""
    return Call(GET_STATISTICS, query={"view": view})


def get_session(session_id: str) -> Call[models.SessionResponse]:
    """GET /v1/session/{session_id}: Get Session."""
    return Call(GET_SESSION, path={"session_id": session_id})


def delete_session(session_id: str) -> Call[None]:
    """DELETE /v1/session/{session_id}: Delete Session."""
    return Call(DELETE_SESSION, path={"session_id": session_id})


def renew_session(session_id: str, *, action: Literal["renew"] = "renew") -> Call[None]:
    """POST /v1/session/{session_id}#action=renew: Renew Session."""
    return Call(RENEW_SESSION, path={"session_id": session_id}, query={"action": action})


def get_session_events(session_id: str, *, view: Literal["events"] = "events") -> Call[str]:
    """GET /v1/session/{session_id}#view=events: Get Session Events."""
    return Call(GET_SESSION_EVENTS, path={"session_id": session_id}, query={"view": view})


def get_session_logs(session_id: str, *, view: Literal["logs"] = "logs") -> Call[str]:
    """GET /v1/session/{session_id}#view=logs: Get Session Logs."""
    return Call(GET_SESSION_LOGS, path={"session_id": session_id}, query={"view": view})


def list_apps(session_id: str, *, status: str | None = None) -> Call[list[models.SessionResponse]]:
    """GET /v1/session/{session_id}/app: List Apps."""
    return Call(LIST_APPS, path={"session_id": session_id}, query={"status": status})


def create_app(
    session_id: str,
    *,
    image: str,
    cores: int | None = None,
    ram: int | None = None,
    x_skaha_registry_auth: str | None = None,
) -> Call[str]:
    """POST /v1/session/{session_id}/app: Create App."""
    return Call(
        CREATE_APP,
        path={"session_id": session_id},
        query={"image": image, "cores": cores, "ram": ram},
        headers={"X-Skaha-Registry-Auth": x_skaha_registry_auth},
    )


def get_app(session_id: str, app_id: str) -> Call[models.SessionResponse]:
    """GET /v1/session/{session_id}/app/{app_id}: Get App."""
    return Call(GET_APP, path={"session_id": session_id, "app_id": app_id})


def delete_app(session_id: str, app_id: str) -> Call[None]:
    """DELETE /v1/session/{session_id}/app/{app_id}: Delete App."""
    return Call(DELETE_APP, path={"session_id": session_id, "app_id": app_id})
