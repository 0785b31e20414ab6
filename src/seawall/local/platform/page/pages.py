"""The pages: runs, one run, applications; and their assets."""

from functools import cache, partial
from importlib.resources import files
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from seawall.local.platform.access.permissions import Caller
from seawall.local.platform.api.routes.account import account_of
from seawall.local.platform.api.routes.applications import (
    application_version_details,
    list_applications,
    read_application_by_id,
)
from seawall.local.platform.api.routes.documents import get_version_document_file, list_version_documents
from seawall.local.platform.api.routes.items import list_run_items
from seawall.local.platform.api.routes.runs import get_run, list_runs
from seawall.local.platform.instance.dependencies import PlatformDep
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.jsonpath import MAX_LENGTH
from seawall.local.platform.page.item_views import item_view
from seawall.local.platform.page.page_route import BrowserCallerDep, PageRoute
from seawall.local.platform.page.rendering import cached_response, render
from seawall.local.platform.store.states import ItemState, ItemTerminationReason

__all__ = ["applications_page", "asset", "document_file", "router", "run_page", "runs_page"]

router = APIRouter(include_in_schema=False, route_class=PageRoute)

RUNS_ON_A_PAGE = 20
ITEMS_ON_A_PAGE = 12
ASSETS = {"page.css": "text/css", "page.mjs": "text/javascript", "icon.svg": "image/svg+xml"}

PageNumber = Annotated[int, Query(ge=1, le=1_000_000_000)]


@router.get("/page/assets/{name}")
def asset(request: Request, name: str) -> Response:
    """Send a style sheet, script or icon of the page."""
    if name not in ASSETS:
        raise HTTPException(404, "There is no such file")
    return cached_response(request, _asset(name), ASSETS[name])


@cache
def _asset(name: str) -> bytes:
    return files("seawall.local.platform.page").joinpath("assets", name).read_bytes()


@router.get("/")
def runs_page(
    *,
    request: Request,
    caller: BrowserCallerDep,
    platform: PlatformDep,
    application: str = "",
    external_id: str = "",
    metadata: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    everyone: bool = False,
    page: PageNumber = 1,
) -> Response:
    """List runs, newest first: the caller's, or with `everyone` those of the organization."""
    matching = partial(
        list_runs,
        caller=caller,
        platform=platform,
        application_id=application or None,
        external_id=external_id or None,
        custom_metadata=metadata or None,
        for_organization=caller.organization_id if everyone else None,
    )
    runs = matching(page=page, page_size=RUNS_ON_A_PAGE)
    has_next = len(runs) == RUNS_ON_A_PAGE and bool(matching(page=page * RUNS_ON_A_PAGE + 1, page_size=1))
    return _page(
        request,
        caller,
        platform,
        "runs.html",
        section="runs",
        runs=runs,
        applications=list_applications(caller, page_size=100),
        application=application,
        external_id=external_id,
        metadata=metadata,
        everyone=everyone,
        page=page,
        has_next=has_next,
    )


@router.get("/page/runs/{run_id}")
def run_page(
    *,
    request: Request,
    caller: BrowserCallerDep,
    platform: PlatformDep,
    run_id: UUID,
    state: ItemState | None = None,
    reason: ItemTerminationReason | None = None,
    page: PageNumber = 1,
) -> Response:
    """Show one run with its items in the order of submission."""
    run = get_run(caller, platform, run_id)
    list_items = partial(
        list_run_items,
        http=request,
        caller=caller,
        platform=platform,
        run_id=run_id,
        state=state,
        termination_reason=reason,
    )
    items = list_items(page=page, page_size=ITEMS_ON_A_PAGE)
    is_full = len(items) == ITEMS_ON_A_PAGE
    return _page(
        request,
        caller,
        platform,
        "run.html",
        section="runs",
        run=run,
        items=[item_view(item) for item in items],
        state=state,
        reason=reason,
        query={name: value for name, value in (("state", state), ("reason", reason)) if value},
        page=page,
        has_next=is_full and bool(list_items(page=page * ITEMS_ON_A_PAGE + 1, page_size=1)),
    )


@router.get("/page/applications")
def applications_page(request: Request, caller: BrowserCallerDep, platform: PlatformDep) -> Response:
    """List the applications with all their versions."""
    applications = [
        read_application_by_id(caller, each.application_id)
        for each in list_applications(caller, page_size=100)
    ]
    versions = {
        each.application_id: [
            application_version_details(caller, each.application_id, version.number)
            for version in each.versions
        ]
        for each in applications
    }
    documents = {
        (application_id, each.version_number): list_version_documents(
            caller, application_id, each.version_number
        )
        for application_id, all_versions in versions.items()
        for each in all_versions
    }
    return _page(
        request,
        caller,
        platform,
        "applications.html",
        section="applications",
        applications=applications,
        versions=versions,
        documents=documents,
    )


@router.get("/page/applications/{application_id}/versions/{version}/documents/{name}")
def document_file(
    *,
    request: Request,
    caller: BrowserCallerDep,
    platform: PlatformDep,
    application_id: str,
    version: str,
    name: str,
) -> RedirectResponse:
    """Redirect to a document of a version, by a new link."""
    return get_version_document_file(request, caller, platform, application_id, version, name)


def _page(request: Request, caller: Caller, platform: Platform, template: str, **values: object) -> Response:
    me = account_of(caller, platform)
    return cached_response(request, render(template, {"me": me, **values}))
