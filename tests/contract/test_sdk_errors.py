"""Errors: each SDK offers every error that its calls can raise."""

from importlib import import_module

import pytest

from seawall.core import errors
from seawall.core.errors import SeawallError
from seawall.core.not_supported import NotSupportedByServerError
from seawall.core.wire.misfits import FieldMisfitError
from tests.contract.source import sdks

NOT_OF_CALLS = {
    # Of parts of the runtime that a program makes itself.
    "JournalError": "bulk jobs",
    "TokenVerificationError": "the verifier of received tokens",
    "WebhookError": "webhooks",
    "WebhookReplayError": "webhooks",
    "WebhookSignatureError": "webhooks",
    "WebhookTimeError": "webhooks",
}
# Unlike other SDKs, it has webhooks and jobs with a journal.
ALSO_OF_SDK = {
    "agents": {
        "JournalError",
        "StorageError",
        "WebhookError",
        "WebhookReplayError",
        "WebhookSignatureError",
    },
    "sessions": {"JournalError"},
}
# An error that only an SDK with several versions of its API raises.
OF_OTHER_MODULES = {"platform": {NotSupportedByServerError.__name__}}
_TRANSFERS = "files, of which the API has none"
NOT_OF_SDK = {
    "agents": dict.fromkeys(("ChecksumError", "FileChangedError", "TransferError"), _TRANSFERS),
    "sessions": dict.fromkeys(("ChecksumError", "FileChangedError", "TransferError"), _TRANSFERS),
    "platform": {"FileChangedError": "uploads, which the platform has not"},
}


@pytest.mark.parametrize("sdk", sdks())
def test_an_sdk_offers_the_errors_of_its_calls(sdk: str) -> None:
    every = {
        name
        for name in errors.__all__
        if isinstance(cls := getattr(errors, name), type) and issubclass(cls, SeawallError)
    }
    package = import_module(f"seawall.sdks.{sdk}")
    offered = {name for name in package.__all__ if name.endswith("Error")}
    left_out = (NOT_OF_CALLS.keys() | NOT_OF_SDK.get(sdk, {}).keys()) - ALSO_OF_SDK.get(sdk, set())
    assert offered == every - left_out | {FieldMisfitError.__name__} | OF_OTHER_MODULES.get(sdk, set())
    assert all(getattr(package, name) is getattr(errors, name) for name in offered & every)
