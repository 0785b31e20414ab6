"""The engine of a client that expects the current API: for an older server it names the setting."""

from typing import Any, Self

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.call_name import call_name
from seawall.core.engine.result import Result
from seawall.core.errors import ClientStatusError, ConfigError, SeawallError
from seawall.core.wire.misfits import Drift
from seawall.runtime.cache._async.protocols import AsyncCacheFill
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine.call_context import CallContext
from seawall.sdks.platform.server_version import CURRENT, may_be_older, version_in_error

__all__ = ["VERSION_QUESTION", "AsyncVersionCheckedEngine"]

_QUESTION: Operation[None] = Operation(
    id="ask_api_version",
    method="GET",
    path="/v1/runs/{application_run_id}/results",
    result_types={"2XX": None},
)
VERSION_QUESTION = Call(_QUESTION, path={"application_run_id": "version"}, query={"status__in": ["PENDING"]})
"""The call whose error tells the version of a server, see `version_in_error`."""


class AsyncVersionCheckedEngine(AsyncEngine):
    """An engine for calls of the current API; a success costs nothing more.

    After the first answer that an older server gives to such calls, the server is asked for its version.
    Such an answer is an error, or a success of a read with fields that do not match the spec.
    """

    _plain: AsyncEngine
    _was_asked: bool

    @classmethod
    def over(cls, engine: AsyncEngine) -> Self:
        """An engine that shares all parts of `engine`."""
        made = object.__new__(cls)
        vars(made).update(vars(engine))
        made._plain, made._was_asked = engine, False
        return made

    async def _fail(
        self,
        context: CallContext[Any],
        found: Result[Any] | AsyncCacheFill[Any] | None,
        error: BaseException,
    ) -> None:
        await super()._fail(context, found, error)
        if may_be_older(error):
            await self._refuse_older(context, str(error), error)

    async def _report_drifts(self, context: CallContext[Any], drifts: tuple[Drift, ...]) -> None:
        # A write was made: its result is worth more than this error.
        if context.call.operation.method == "GET":
            found = f"{call_name(context.call)}: the answer does not match the spec."
            try:
                await self._refuse_older(context, found)
            except ConfigError as error:
                self._end_with_error(context, error)
                raise
        await super()._report_drifts(context, drifts)

    async def _refuse_older(
        self, context: CallContext[Any], found: str, cause: BaseException | None = None
    ) -> None:
        if self._was_asked:
            return
        self._was_asked = True
        version = await self._asked(context)
        if version is not None:
            raise ConfigError(
                f"{found} The server speaks API {version}, and the client expects {CURRENT}. Set api_version "
                f"to {version}, or to auto, e.g. in SEAWALL_PLATFORM_API_VERSION."
            ) from cause

    async def _asked(self, context: CallContext[Any]) -> str | None:
        """The version of the server, None if it is the current one or does not say."""
        try:
            await self._plain.send(VERSION_QUESTION, context.policy.without_retries, nocache=True)
            version = CURRENT
        except ClientStatusError as error:
            try:
                version = version_in_error(error)
            except ClientStatusError:
                version = CURRENT
        except SeawallError:
            version = CURRENT
        return None if version == CURRENT else version
