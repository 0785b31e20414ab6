"""What a login shows a person."""

from attrs import field, frozen

__all__ = ["BrowserPrompt", "DevicePrompt"]


@frozen
class BrowserPrompt:
    """What a person is shown: the address to open on this machine, and for how long it is waited for."""

    uri: str = field(repr=False)
    expires_in_s: float


@frozen
class DevicePrompt:
    """What a person is shown: open `uri`, check that it shows `code`, confirm.

    `uri` holds the code already where the server can do that. Neither stands in the repr: whoever knows the
    code can confirm it for another login.
    """

    uri: str = field(repr=False)
    code: str = field(repr=False)
    expires_in_s: float
