"""Bodies of images, options of resources and statistics."""

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

__all__ = [
    "AmountOptions",
    "ContextResponse",
    "CoreStatistics",
    "GpuOptions",
    "ImageResponse",
    "Instances",
    "LargestCores",
    "LargestRam",
    "RamStatistics",
    "StatisticsResponse",
]

_Absent = SkipJsonSchema[None]
_AMOUNT = r"^\d+(\.\d+)?([EPTGMK]i?)?$"


class ImageResponse(BaseModel):
    """A public image."""

    id: str = Field(description="Name with registry and tag.")
    types: list[str] = Field(description="Kinds of sessions that it is for.")
    digest: str = Field(description="`sha256:` and 64 hexadecimal digits.")


class AmountOptions(BaseModel):
    """Options of cores, or of memory in GB."""

    default: int = Field(description="Value that a client may propose.")
    defaultRequest: int = Field(description="Request of a flexible session.")  # noqa: N815
    defaultLimit: int = Field(description="Limit of a flexible session.")  # noqa: N815
    options: list[int] = Field(description="Values that a session may ask for.")


class GpuOptions(BaseModel):
    """Options of GPUs."""

    options: list[int] = Field(description="Values that a session may ask for.")


class ContextResponse(BaseModel):
    """Options of resources."""

    cores: AmountOptions = Field(description="Cores.")
    memoryGB: AmountOptions = Field(description="Memory in GB.")  # noqa: N815
    gpus: GpuOptions | _Absent = Field(default=None, description="GPUs.")
    maxInteractiveSessions: int | _Absent = Field(  # noqa: N815
        default=None, description="Interactive sessions that a user may have at the same time."
    )


class LargestCores(BaseModel):
    """Most cores of one machine."""

    cpuCores: float = Field(description="Cores.")  # noqa: N815
    withRam: str = Field(pattern=_AMOUNT, description="Memory of the same machine.")  # noqa: N815


class CoreStatistics(BaseModel):
    """Cores of the cluster."""

    requestedCPUCores: float = Field(description="Cores of all running sessions.")  # noqa: N815
    cpuCoresAvailable: float = Field(description="Cores of the cluster.")  # noqa: N815
    maxCPUCores: LargestCores = Field(description="The machine with the most cores.")  # noqa: N815


class LargestRam(BaseModel):
    """Most memory of one machine."""

    ram: str = Field(pattern=_AMOUNT, description="Memory.")
    withCPUCores: float = Field(description="Cores of the same machine.")  # noqa: N815


class RamStatistics(BaseModel):
    """Memory of the cluster."""

    requestedRAM: str = Field(pattern=_AMOUNT, description="Memory of all running sessions.")  # noqa: N815
    ramAvailable: str = Field(pattern=_AMOUNT, description="Memory of the cluster.")  # noqa: N815
    maxRAM: LargestRam = Field(description="The machine with the most memory.")  # noqa: N815


class Instances(BaseModel):
    """Number of sessions; older servers send it."""

    session: int = Field(description="Interactive sessions.")
    desktopApp: int = Field(description="Apps of desktop sessions.")  # noqa: N815
    headless: int = Field(description="Headless sessions.")
    total: int = Field(description="All of them.")


class StatisticsResponse(BaseModel):
    """Use of the cluster."""

    instances: Instances | _Absent = Field(default=None, description="Number of sessions.")
    cores: CoreStatistics = Field(description="Cores.")
    ram: RamStatistics = Field(description="Memory.")
