"""Results in the shape of the older client: its nested `output`, and the methods of its pydantic models."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from uuid import UUID

from attrs import field, frozen

from seawall.core.model.model import Model
from seawall.sdks.platform import models as ours
from seawall.sdks.platform.account import Me
from seawall.sdks.platform.states import (
    ArtifactState,
    ArtifactTerminationReason,
    ItemState,
    ItemTerminationReason,
    RunState,
    RunTerminationReason,
)

__all__ = ["Artifact", "Caller", "ItemOutput", "ItemResult", "Payload", "RunData", "RunOutput", "SeedModel"]

M = TypeVar("M", bound=Model)


@frozen
class SeedModel(Generic[M]):
    """Data with the fields of `seawall.sdks.platform`, and the methods of a pydantic model.

    Data are equal if their fields are.
    """

    _model: M

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._model, name)

    def model_dump(self, *, exclude_none: bool = False) -> dict[str, object]:
        """Return the data as plain JSON; times and ids are text."""
        found = {**self._model.to_dict(), **self._shape()}
        dumped: dict[str, object] = _without_none(found) if exclude_none else found
        return dumped

    def model_dump_json(self, *, indent: int | None = None, exclude_none: bool = False) -> str:
        """Return the data as JSON text."""
        return json.dumps(self.model_dump(exclude_none=exclude_none), indent=indent)

    def to_dict(self) -> dict[str, object]:
        """The same as `model_dump`."""
        return self.model_dump()

    def to_json(self) -> str:
        """The same as `model_dump_json`."""
        return self.model_dump_json()

    def _shape(self) -> Mapping[str, Any]:
        """The fields that the older client nested."""
        return {}


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list) else value


@frozen
class Caller(SeedModel[Me]):
    """The user and organization of the caller."""

    @property
    def email(self) -> str | None:
        """The email address of the user."""
        return self._model.user.email


@frozen(kw_only=True)
class RunOutput(Model):
    """State, reason of the end and statistics of a run."""

    state: RunState
    termination_reason: RunTerminationReason | None
    statistics: ours.RunStatistics


@frozen(kw_only=True)
class Payload(Model):
    """Application, version and custom metadata of a submission."""

    application_id: str
    version_number: str
    custom_metadata: Any


@frozen
class RunData(SeedModel[ours.RunData]):
    """The data of a run."""

    @property
    def run_id(self) -> str:
        """The id of the run, as text."""
        return str(self._model.run_id)

    @property
    def output(self) -> RunOutput:
        """State, reason of the end and statistics."""
        run = self._model
        return RunOutput(
            state=run.state, termination_reason=run.termination_reason, statistics=run.statistics
        )

    @property
    def payload(self) -> Payload:
        """The submission: application, version and custom metadata."""
        run = self._model
        return Payload(
            application_id=run.application_id,
            version_number=run.version_number,
            custom_metadata=run.custom_metadata or {},
        )

    def _shape(self) -> Mapping[str, Any]:
        return {"output": self.output.to_dict()}


@frozen
class Artifact(SeedModel[ours.OutputArtifact]):
    """A file that an application made."""

    _locate: Callable[[UUID], str] = field(repr=False, eq=False)

    @property
    def state(self) -> ArtifactState:
        """The state of the artifact."""
        return self._model.state

    @property
    def termination_reason(self) -> ArtifactTerminationReason | None:
        """The reason for its end."""
        return self._model.termination_reason

    @property
    def download_url(self) -> str | None:
        """A new URL of the file, asked for at each use; None if there is no file. Raises StatusError."""
        return self._locate(self._model.output_artifact_id) if self._model.is_available else None


@frozen(kw_only=True)
class ItemOutput:
    """State, reason of the end and artifacts of an item. Not hashable."""

    state: ItemState
    termination_reason: ItemTerminationReason | None
    artifacts: list[Artifact]


@frozen
class ItemResult(SeedModel[ours.Item]):
    """An item of a run."""

    _locate: Callable[[UUID], str] = field(repr=False, eq=False)

    @property
    def item_id(self) -> str:
        """The id of the item, as text."""
        return str(self._model.item_id)

    @property
    def output_artifacts(self) -> list[Artifact]:
        """The files that the application made."""
        return [Artifact(made, self._locate) for made in self._model.output_artifacts]

    @property
    def output(self) -> ItemOutput:
        """State, reason of the end and artifacts."""
        item = self._model
        return ItemOutput(
            state=item.state, termination_reason=item.termination_reason, artifacts=self.output_artifacts
        )

    def _shape(self) -> Mapping[str, Any]:
        item = self._model
        return {
            "output": {
                "state": str(item.state.value),
                "termination_reason": item.termination_reason and str(item.termination_reason.value),
                "artifacts": [made.to_dict() for made in item.output_artifacts],
            }
        }
