# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
# fmt: off
from .amount_options import AmountOptions as AmountOptions
from .context_response import ContextResponse as ContextResponse
from .core_statistics import CoreStatistics as CoreStatistics
from .gpu_options import GpuOptions as GpuOptions
from .image_response import ImageResponse as ImageResponse
from .instances import Instances as Instances
from .largest_cores import LargestCores as LargestCores
from .largest_ram import LargestRam as LargestRam
from .ram_statistics import RamStatistics as RamStatistics
from .session_kind import SessionKind as SessionKind
from .session_of_any_user import SessionOfAnyUser as SessionOfAnyUser
from .session_response import SessionResponse as SessionResponse
from .session_status import SessionStatus as SessionStatus
from .statistics_response import StatisticsResponse as StatisticsResponse
