"""The data of a run as properties of the run: what the sync and the async class share. Pure."""

from datetime import datetime
from uuid import UUID

from seawall.core.model.with_data import WithData
from seawall.runtime.client.handle import Handle
from seawall.sdks.platform.models import JsonObject, RunData, RunStatistics
from seawall.sdks.platform.states import RunOutput, RunState, RunTerminationReason

__all__ = ["RunFields"]


class RunFields(WithData[RunData], Handle):
    """A run with its data as of the last read; two runs are equal if their ids are.

    Each property but `run_id` raises UsageError for a run that was never read, and sends nothing.
    """

    _in_other_process = "Send its `run_id`, and call `client.run(run_id)` there."
    _id_name = "run_id"

    run_id: UUID
    """The id of the run, which the server chose."""

    def __eq__(self, other: object) -> bool:
        return self.run_id == other.run_id if isinstance(other, RunFields) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.run_id)

    def __repr__(self) -> str:
        state = f", {self._data.state}" if self._data is not None else ""
        return f"{type(self).__name__}({self.run_id}{state})"

    def _repr_html_(self) -> str:
        if self._data is None:
            return super()._repr_html_()
        from seawall.core.notebook.values import model_html  # noqa: PLC0415 - 10 ms, in notebooks only

        return model_html(self._data, type(self).__name__)

    @property
    def application_id(self) -> str:
        """The id of the application."""
        return self.data.application_id

    @property
    def version_number(self) -> str:
        """The version of the application."""
        return self.data.version_number

    @property
    def state(self) -> RunState:
        """The state at the last read."""
        return self.data.state

    @property
    def output(self) -> RunOutput:
        """The share of the items that had succeeded at the last read."""
        return self.data.output

    @property
    def termination_reason(self) -> RunTerminationReason | None:
        """The reason for the end; None if the run had not ended."""
        return self.data.termination_reason

    @property
    def is_terminal(self) -> bool:
        """True if the run had ended at the last read."""
        return self.data.is_terminal

    @property
    def is_terminated(self) -> bool:
        """The same as `is_terminal`."""
        return self.data.is_terminal

    @property
    def succeeded(self) -> bool:
        """True if the run had ended at the last read, and each of its items has succeeded."""
        return self.data.succeeded

    @property
    def error_code(self) -> str | None:
        """The code of the error that ended the run."""
        return self.data.error_code

    @property
    def error_message(self) -> str | None:
        """The text of the error that ended the run."""
        return self.data.error_message

    @property
    def statistics(self) -> RunStatistics:
        """The number of items in each state at the last read."""
        return self.data.statistics

    @property
    def custom_metadata(self) -> JsonObject | None:
        """The custom metadata at the last read."""
        return self.data.custom_metadata

    @property
    def custom_metadata_checksum(self) -> str | None:
        """The checksum of the custom metadata at the last read, for `update_metadata`."""
        return self.data.custom_metadata_checksum

    @property
    def submitted_at(self) -> datetime:
        """The time of the submission, in UTC."""
        return self.data.submitted_at

    @property
    def submitted_by(self) -> str:
        """The id of the user who submitted the run."""
        return self.data.submitted_by

    @property
    def terminated_at(self) -> datetime | None:
        """The time of the end, in UTC."""
        return self.data.terminated_at

    @property
    def organization_id(self) -> str | None:
        """The id of the organization of the run."""
        return self.data.organization_id

    @property
    def items_ahead_in_organization(self) -> int | None:
        """The items of the organization before this run's next one, at the last read."""
        return self.data.items_ahead_in_organization

    @property
    def items_ahead_on_platform(self) -> int | None:
        """The items of all organizations before this run's next one, at the last read."""
        return self.data.items_ahead_on_platform

    @property
    def due_date(self) -> datetime | None:
        """The requested time of the end, in UTC."""
        return self.data.due_date

    @property
    def deadline(self) -> datetime | None:
        """The time at which the platform cancels the run, in UTC."""
        return self.data.deadline
