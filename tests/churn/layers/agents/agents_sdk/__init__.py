"""A small stable layer over the first version of the API of agent runs."""

from agents_sdk.client import Client
from agents_sdk.models import Organization, Run, RunStatus, User

__all__ = ["Client", "Organization", "Run", "RunStatus", "User"]
