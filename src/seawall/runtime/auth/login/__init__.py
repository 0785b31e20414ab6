"""Logs a user in: in a browser (RFC 6749 with PKCE, RFC 8252), by a code on any device (RFC 8628), or with a
user name and a password for a short-lived certificate.

Never stores a token, never opens a connection of its own: the caller passes a transport. Twin:
`seawall.core.auth`. Import this package when a login starts: requests-oauthlib and requests take 100 ms.
"""

from seawall.runtime.auth.login._async.browser import async_browser_login
from seawall.runtime.auth.login._async.certificate_login import async_fetch_certificate
from seawall.runtime.auth.login._async.device import async_device_login
from seawall.runtime.auth.login._async.registered_login import async_registered_login
from seawall.runtime.auth.login._sync.browser import browser_login
from seawall.runtime.auth.login._sync.certificate_login import fetch_certificate
from seawall.runtime.auth.login._sync.device import device_login
from seawall.runtime.auth.login._sync.registered_login import registered_login
from seawall.runtime.auth.login.browser_launcher import can_open_browser, open_in_browser
from seawall.runtime.auth.login.prompts import BrowserPrompt, DevicePrompt

__all__ = [
    "BrowserPrompt",
    "DevicePrompt",
    "async_browser_login",
    "async_device_login",
    "async_fetch_certificate",
    "async_registered_login",
    "browser_login",
    "can_open_browser",
    "device_login",
    "fetch_certificate",
    "open_in_browser",
    "registered_login",
]
