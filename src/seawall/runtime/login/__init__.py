"""Logging a person in: in a browser (RFC 6749 with PKCE, RFC 8252) or by a code on any device (RFC 8628).

Import this package when a login begins, not before: its libraries, requests-oauthlib and requests, take
their time.
"""

from seawall.runtime.login.browser import BrowserPrompt, browser_login
from seawall.runtime.login.device import DevicePrompt, device_login
from seawall.runtime.login.opener import can_open_browser, open_in_browser

__all__ = [
    "BrowserPrompt",
    "DevicePrompt",
    "browser_login",
    "can_open_browser",
    "device_login",
    "open_in_browser",
]
