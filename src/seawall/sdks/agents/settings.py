"""Settings of the agents SDK.

Each field is also an environment variable, `base_url` is SEAWALL_AGENTS_BASE_URL, and a key of a context.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.api_settings import API_PRESETS, CacheTtl, root_url
from seawall.runtime.settings.auth_settings import StoredTokenSettings
from seawall.runtime.settings.setting import Setting

__all__ = ["Settings"]

_VERSION_PATH = "/v1"


def _without_version(settings: type[Any], value: str) -> str:
    """The root of the API: its paths begin with `/v1`, and many base URLs end in it."""
    return root_url(settings, value).removesuffix(_VERSION_PATH)


class Settings(StoredTokenSettings):
    """Settings of an agents client: those of every API, the organization, rate limits, and cache times.

    `token` begins with `sk-`; without it, the token that `seawall agents login` has stored is used. Without
    `organization_id`, calls are for the first organization of the user.
    """

    section: ClassVar[str] = "agents"
    environment_prefix: ClassVar[str] = "SEAWALL_AGENTS_"
    # Without a number of requests per second: the API has a limit for each kind of call.
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {
        name: {key: value for key, value in preset.items() if key != "requests_per_s"}
        for name, preset in API_PRESETS.items()
    }

    base_url: Annotated[str, Setting("Root URL of the API, with or without /v1.", check=_without_version)] = (
        "https://api.codegen.com"
    )
    organization_id: Annotated[
        int | None, Setting("Organization of calls that name none; the user's first if unset.", least=1)
    ] = None
    rate_limits: Annotated[
        bool, Setting("Whether calls wait so that they stay within the rate limits of the API.")
    ] = True
    webhook_secret: Annotated[Secret | None, Setting("Secret that signs the webhooks of the API.")] = None
    webhook_header: Annotated[str, Setting("Header with the signature of a webhook.")] = "X-Codegen-Signature"
    me_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which the caller is cached.")] = 300.0
    user_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which users are cached.")] = 300.0
    organization_cache_ttl_s: Annotated[
        CacheTtl, Setting("Seconds for which organizations, rules and models are cached.")
    ] = 300.0
