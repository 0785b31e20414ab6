"""Prompts that a login shows to the user."""

from attrs import field, frozen

__all__ = ["BrowserPrompt", "DevicePrompt"]


@frozen
class BrowserPrompt:
    """Address to open in a browser on this machine within `expires_in_s` seconds; the repr hides it."""

    uri: str = field(repr=False)
    expires_in_s: float


@frozen
class DevicePrompt:
    """Address and code: the user opens `uri`, checks that the page shows `code`, and confirms.

    `uri` already contains the code if the server supports that. The repr hides both: anyone who knows the
    code could confirm it for another login.
    """

    uri: str = field(repr=False)
    code: str = field(repr=False)
    expires_in_s: float
