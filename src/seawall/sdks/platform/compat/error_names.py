"""The errors of this SDK under the names of the older client's: both names are one class."""

from seawall.core.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ServerStatusError,
    StatusError,
    UnauthorizedError,
    UnprocessableError,
)

__all__ = [
    "ApiException",
    "BadRequestException",
    "ConflictException",
    "ForbiddenException",
    "NotFoundException",
    "ServiceException",
    "UnauthorizedException",
    "UnprocessableEntityException",
]

ApiException = StatusError
BadRequestException = BadRequestError
UnauthorizedException = UnauthorizedError
ForbiddenException = ForbiddenError
NotFoundException = NotFoundError
ConflictException = ConflictError
UnprocessableEntityException = UnprocessableError
ServiceException = ServerStatusError
