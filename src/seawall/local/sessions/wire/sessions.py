"""Bodies of sessions."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from seawall.local.sessions.store.states import SessionKind, SessionStatus

__all__ = ["SessionOfAnyUser", "SessionResponse"]

# Keys without a value are left out: none of them is ever null.
_Absent = SkipJsonSchema[None]
Time = Annotated[str, StringConstraints(), Field(json_schema_extra={"format": "date-time"})]


class SessionResponse(BaseModel):
    """A session, or an app of a desktop session."""

    id: str = Field(description="Id: a letter, then seven letters or digits. An app has that of its desktop.")
    userid: str = Field(description="Name of the user.")
    runAsUID: str = Field(description="User id in the container.")  # noqa: N815
    runAsGID: str = Field(description="Group id in the container.")  # noqa: N815
    supplementalGroups: list[int] = Field(description="Further group ids in the container.")  # noqa: N815
    appid: str | _Absent = Field(default=None, description="Id of an app of a desktop session.")
    image: str = Field(description="Image of the container, with registry and tag.")
    type: SessionKind = Field(description="Kind of the session.")
    status: SessionStatus = Field(description="State of the session.")
    name: str = Field(description="Name, in lower case; two sessions may have the same.")
    startTime: Time = Field(description="Time of the start, or of the creation until then.")  # noqa: N815
    expiryTime: Time = Field(description="Time at which the session is ended.")  # noqa: N815
    connectURL: str = Field(description="Address for a browser; empty for headless sessions.")  # noqa: N815
    requestedRAM: str | _Absent = Field(default=None, description="Memory in GB, if fixed.")  # noqa: N815
    requestedCPUCores: str | _Absent = Field(default=None, description="Cores, if fixed.")  # noqa: N815
    requestedGPUCores: str | _Absent = Field(default=None, description="Number of GPUs.")  # noqa: N815
    ramInUse: str | _Absent = Field(default=None, description="Memory in use; may be `<none>`.")  # noqa: N815
    gpuRAMInUse: str | _Absent = Field(  # noqa: N815
        default=None, description="Memory of GPUs in use; may be `<none>`."
    )
    cpuCoresInUse: str | _Absent = Field(default=None, description="Cores in use; may be `<none>`.")  # noqa: N815
    gpuUtilization: str | _Absent = Field(  # noqa: N815
        default=None, description="Utilization of GPUs; may be `<none>`."
    )
    isFixedResources: bool | _Absent = Field(  # noqa: N815
        default=None, description="Whether cores and memory are fixed."
    )


class SessionOfAnyUser(BaseModel):
    """The facts of a session that every user may read."""

    userid: str = Field(description="Name of the user.")
    type: SessionKind = Field(description="Kind of the session.")
    status: SessionStatus = Field(description="State of the session.")
    startTime: Time = Field(description="Time of the start, or of the creation until then.")  # noqa: N815
