# DO NOT EDIT. Derived from ../_async/repos.py by "python -m seawall.codegen.derive".
"""Repositories and their pull requests."""

from collections.abc import Collection, Mapping

from seawall.core.paging.strategies import OffsetPaging
from seawall.core.validation.arguments import checked_member, checked_texts
from seawall.core.wire.unset import or_unset
from seawall.runtime.client._sync.resource import Resource
from seawall.runtime.paging._sync.pager import Pages
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._sync.run_handle import RunHandle
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.account import CheckSuiteSettings, PullRequestEdit, Repo
from seawall.sdks.agents.new_runs import checked_id, checked_prompt
from seawall.sdks.agents.states import PullRequestState

__all__ = ["PullRequests", "Repos"]


class Repos(Resource[Context]):
    """`client.repos`: repositories, their check-suite settings and setup commands."""

    def list(self, *, organization_id: int | None = None, page_size: int = 100) -> Pages[Repo]:
        """List repositories; pages are read on demand. Raises InputError for a page size above 100."""
        return self._context.pages(
            calls.list_repos(self._context.organization(organization_id), limit=page_size),
            self._context.policies.read,
            OffsetPaging(page_size=page_size, parameter="skip", total=lambda result: result.value.total),
            items=lambda page: page.items,
            from_wire=Repo.from_wire,
            key=lambda repo: repo.id,
        )

    def check_suite_settings(
        self, repo_id: int, *, organization_id: int | None = None
    ) -> CheckSuiteSettings:
        """Read the check-suite settings of a repository, never from a cache; raises NotFoundError."""
        organization = self._context.organization(organization_id)
        call = calls.get_check_suite_settings(organization, repo_id=checked_id(repo_id, "repo_id"))
        return self._context.read(call, self._context.policies.read, CheckSuiteSettings.from_wire)

    def update_check_suite_settings(
        self,
        repo_id: int,
        *,
        check_retry_count: int | None = None,
        ignored_checks: Collection[str] | None = None,
        check_retry_counts: Mapping[str, int] | None = None,
        custom_prompts: Mapping[str, str] | None = None,
        high_priority_apps: Collection[str] | None = None,
        organization_id: int | None = None,
    ) -> None:
        """Change the check-suite settings of a repository; None leaves a setting as it is.

        `check_retry_count` is 0 to 10. `check_retry_counts` and `custom_prompts` are by the name of a check.
        Raises NotFoundError, and UnprocessableError for a number out of range.
        """
        body = wire.CheckSuiteSettingsRequest(
            check_retry_count=or_unset(check_retry_count),
            ignored_checks=or_unset(_texts(ignored_checks, "ignored_checks")),
            check_retry_counts=or_unset(None if check_retry_counts is None else dict(check_retry_counts)),
            custom_prompts=or_unset(None if custom_prompts is None else dict(custom_prompts)),
            high_priority_apps=or_unset(_texts(high_priority_apps, "high_priority_apps")),
        )
        call = calls.update_check_suite_settings(
            self._context.organization(organization_id), repo_id=checked_id(repo_id, "repo_id"), body=body
        )
        self._context.send(call, self._context.policies.write)

    def generate_setup_commands(
        self, repo_id: int, *, prompt: str | None = None, organization_id: int | None = None
    ) -> RunHandle:
        """Start a run that finds the setup commands of a repository; raises NotFoundError."""
        organization = self._context.organization_id(organization_id)
        body = wire.GenerateSetupCommandsInput(
            repo_id=checked_id(repo_id, "repo_id"),
            prompt=or_unset(None if prompt is None else checked_prompt(prompt)),
        )
        call = calls.generate_setup_commands(organization, body=body)
        started = self._context.send(call, self._context.policies.analyze)
        return RunHandle(self._context, started.value.agent_run_id, organization)


class PullRequests(Resource[Context]):
    """`client.pull_requests`: change the state of a pull request."""

    def edit(
        self,
        pr_id: int,
        *,
        state: PullRequestState | str,
        repo_id: int | None = None,
        organization_id: int | None = None,
    ) -> PullRequestEdit:
        """Open or close a pull request, or make it a draft; see `error` of the result.

        `pr_id` is the `id` of a run's pull request, or with `repo_id` that in the repository. Raises
        InputError for an unknown state, and NotFoundError.
        """
        organization, number = self._context.organization(organization_id), checked_id(pr_id, "pr_id")
        body = wire.EditPrInput(state=str(checked_member(state, PullRequestState, "state")))
        call = (
            calls.edit_pull_request(organization, number, body=body)
            if repo_id is None
            else calls.edit_repo_pull_request(organization, checked_id(repo_id, "repo_id"), number, body=body)
        )
        return self._context.read(call, self._context.policies.edit, PullRequestEdit.from_wire)


def _texts(values: Collection[str] | None, name: str) -> list[str] | None:
    # An empty list is a setting; `checked_texts` is for filters, which are not empty.
    return [] if values is not None and not values else checked_texts(values, name)
