"""`client.runs`: create, read and wait for runs of agents."""

from collections.abc import Callable

from seawall.core.engine.conversion import converted
from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_text
from seawall.runtime import ClientContext, Pollable, wait

from agents_sdk._generated import calls
from agents_sdk._generated import models as wire
from agents_sdk.models import STATES, Run
from agents_sdk.policies import Policies, Settings

__all__ = ["Runs"]


class Runs:
    """The runs of one organization."""

    def __init__(self, context: ClientContext[Policies, Settings], organization_id: int) -> None:
        self._context = context
        self._organization_id = organization_id

    def create(self, prompt: str) -> Run:
        """Start a run; raises InputError for a prompt without text."""
        if not checked_text(prompt, "prompt").strip():
            raise InputError("The prompt is blank. Say what the agent is to do.")
        body = wire.CreateAgentRunInput(prompt=prompt)
        call = calls.create_agent_run(self._organization_id, body=body)
        return converted(call, self._context.engine.send(call, self._context.policies.write), Run.from_wire)

    def get(self, run_id: int) -> Run:
        """Read a run; raises NotFoundError."""
        call = calls.get_agent_run(self._organization_id, run_id)
        return converted(call, self._context.engine.send(call, self._context.policies.read), Run.from_wire)

    def wait(
        self,
        run_id: int,
        *,
        timeout_s: float = 600.0,
        on_progress: Callable[[Run], None] = lambda _: None,
    ) -> Run:
        """Wait until a run has ended, for any reason; raises WaitTimeoutError."""
        context = self._context
        target = Pollable(
            name=f"run {run_id}",
            read=lambda left_s: context.engine.send(
                calls.get_agent_run(self._organization_id, run_id),
                context.policies.read.with_deadline(left_s),
                nocache=True,
            ),
            from_wire=Run.from_wire,
            state=lambda run: run.status or "PENDING",
            machine=STATES,
        )
        return wait(
            target,
            deadline_s=timeout_s,
            clock=context.engine.clock,
            on_progress=lambda look: on_progress(look.value),
        )
