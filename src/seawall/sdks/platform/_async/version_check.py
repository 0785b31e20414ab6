"""The engine of a client that expects the current API: for an older server it names the setting."""

from typing import Any, Self, TypeVar

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.call_name import call_name
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import ClientStatusError, ConfigError, SeawallError
from seawall.core.wire.misfits import Drift
from seawall.runtime.cache._async.protocols import AsyncCacheFill
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine.call_context import CallContext
from seawall.sdks.platform.server_version import (
    CURRENT,
    WITH_ACCOUNT,
    is_list_of_older_server,
    may_be_older,
    version_in_error,
)

__all__ = ["AsyncVersionCheckedEngine", "async_asked_version"]

T = TypeVar("T")

_QUESTION: Operation[None] = Operation(
    id="ask_api_version",
    method="GET",
    path="/v1/runs/{application_run_id}/results",
    result_types={"2XX": None},
)
_VERSION_QUESTION = Call(_QUESTION, path={"application_run_id": "version"}, query={"status__in": ["PENDING"]})


async def async_asked_version(engine: AsyncEngine, policy: Policy) -> str:
    """Ask a server for the version of its API; see `version_in_error`.

    Raises the error of an answer that does not tell the version.
    """
    try:
        await engine.send(_VERSION_QUESTION, policy, nocache=True)
    except ClientStatusError as error:
        return version_in_error(error)
    return WITH_ACCOUNT


class AsyncVersionCheckedEngine(AsyncEngine):
    """An engine for calls of the current API; a success costs nothing more.

    After the first answer that an older server gives to such calls, the server is asked for its version.
    Such an answer is an error, or a success of a read with fields that do not match the spec or are absent.
    """

    _was_asked: bool
    _older_version: str | None

    @classmethod
    def over(cls, engine: AsyncEngine) -> Self:
        """An engine that shares all parts of `engine`."""
        made = object.__new__(cls)
        vars(made).update(vars(engine))
        made._was_asked, made._older_version = False, None
        return made

    async def _fail(
        self,
        context: CallContext[Any],
        found: Result[Any] | AsyncCacheFill[Any] | None,
        error: BaseException,
    ) -> None:
        await super()._fail(context, found, error)
        if may_be_older(error):
            await self._refuse_older(context.policy, str(error), error)

    async def _report_drifts(self, context: CallContext[Any], drifts: tuple[Drift, ...]) -> None:
        # A write was made: its result is worth more than this error.
        if context.call.operation.method == "GET":
            try:
                await self._refuse_older(context.policy, _misfit(context.call))
            except ConfigError as error:
                self._end_with_error(context, error)
                raise
        await super()._report_drifts(context, drifts)

    async def _send_page(self, page: Call[T], policy: Policy) -> Result[T]:
        result = await super()._send_page(page, policy)
        if is_list_of_older_server(page, result.value):
            await self._refuse_older(policy, _misfit(page))
        return result

    async def _refuse_older(self, policy: Policy, found: str, cause: BaseException | None = None) -> None:
        if not self._was_asked:
            self._was_asked = True
            self._older_version = await self._asked(policy)
        if self._older_version is not None:
            raise ConfigError(
                f"{found} The server speaks API {self._older_version}, and the client expects {CURRENT}. Set "
                f"api_version to {self._older_version}, or to auto, e.g. in SEAWALL_PLATFORM_API_VERSION."
            ) from cause

    async def _asked(self, policy: Policy) -> str | None:
        """The version of an older server; None if it speaks the current one or does not say."""
        try:
            version = await async_asked_version(self, policy.without_retries)
        except SeawallError:
            return None
        return None if version == CURRENT else version


def _misfit(call: Call[object]) -> str:
    return f"{call_name(call)}: the answer does not match the spec."
