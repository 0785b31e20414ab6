"""Settings of the platform SDK.

Each field is also an environment variable, `base_url` is SEAWALL_PLATFORM_BASE_URL, and a key of a context.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from attrs import evolve

from seawall.core.engine.policy import OPTION_RANGES, Policy
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.api_settings import API_PRESETS, CacheTtl
from seawall.runtime.settings.auth_settings import LoginSettings, sendable_token
from seawall.runtime.settings.setting import Setting
from seawall.sdks.platform.environments import Environment, environment_of
from seawall.sdks.platform.server_version import CURRENT, checked_api_version

__all__ = ["Settings"]

_MOST_WAIT_S = 600.0

_Attempts = Annotated[
    int | None, Setting(least=OPTION_RANGES["attempts"][0], most=OPTION_RANGES["attempts"][1])
]
_Timeout = Annotated[
    float | None,
    Setting(least=OPTION_RANGES["attempt_timeout_s"][0], most=OPTION_RANGES["attempt_timeout_s"][1]),
]
_Wait = Annotated[float | None, Setting(least=0, most=_MOST_WAIT_S)]

_SECONDS = (
    *(f"{kind}_cache_ttl" for kind in ("me", "application", "application_version", "run", "auth_jwk_set")),
    *(f"{kind}_timeout" for kind in ("me", "application", "application_version", "run", "auth")),
    *(f"run_{change}_timeout" for change in ("submit", "cancel", "delete")),
    *(
        f"{kind}_retry_wait_{end}"
        for kind in ("me", "application", "application_version", "run", "auth")
        for end in ("min", "max")
    ),
)


class Settings(LoginSettings):
    """Settings of a platform client: those of an API with logins, SDK metadata, and those of kinds of calls.

    `me_…`, `application_…`, `application_version_…` and `run_…` are for the reads of that kind, and for its
    writes without a setting of their own. A setting of a kind that is None is the general one: `attempts`,
    `retry_min_delay_s`, `retry_max_delay_s`, `attempt_timeout_s`. Without `issuer` and `audience`, those of
    the environment with this `base_url` apply.
    """

    section: ClassVar[str] = "platform"
    environment_prefix: ClassVar[str] = "SEAWALL_PLATFORM_"
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **API_PRESETS,
        "development": {**API_PRESETS["development"], "run_cache_ttl_s": 0.0},
    }
    if_missing: ClassVar[Mapping[str, str]] = {
        "base_url": "on the command line, give --url; "
        "seawall local platform --data data starts a platform here"
    }
    aliases: ClassVar[Mapping[str, str]] = {
        "api_root": "base_url",
        "client_id_interactive": "client_id",
        **{name: f"{name}_s" for name in _SECONDS},
    }

    attempts: Annotated[
        int,
        Setting(
            "Attempts of a call that may be repeated.",
            least=OPTION_RANGES["attempts"][0],
            most=OPTION_RANGES["attempts"][1],
        ),
    ] = 4
    retry_min_delay_s: Annotated[
        float, Setting("Shortest delay between two attempts.", least=0, most=_MOST_WAIT_S)
    ] = 0.1
    api_version: Annotated[
        str,
        Setting(
            "Version of the server's API: 1.7, 2025-07, 2025-06, 2025-05, or auto, which finds it out.",
            check=checked_api_version,
        ),
    ] = CURRENT
    sdk_metadata: Annotated[
        bool, Setting("Whether submissions say which user, program and machine sent them.")
    ] = True
    share_token: Annotated[
        Secret | None,
        Setting(
            "Share token that reads of a run by its id send, unless they give another.", check=sendable_token
        ),
    ] = None
    me_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which the caller's identity is cached.")] = 300.0
    me_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to read the caller.")] = None
    me_retry_attempts: Annotated[_Attempts, Setting("Attempts to read the caller.")] = None
    me_retry_wait_min_s: Annotated[_Wait, Setting("Shortest delay between such attempts.")] = None
    me_retry_wait_max_s: Annotated[_Wait, Setting("Longest delay between such attempts.")] = None
    application_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which applications are cached.")] = (
        300.0
    )
    application_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to read applications.")] = (
        None
    )
    application_retry_attempts: Annotated[_Attempts, Setting("Attempts to read applications.")] = None
    application_retry_wait_min_s: Annotated[_Wait, Setting("Shortest delay between such attempts.")] = None
    application_retry_wait_max_s: Annotated[_Wait, Setting("Longest delay between such attempts.")] = None
    application_version_cache_ttl_s: Annotated[
        CacheTtl, Setting("Seconds for which versions of applications are cached.")
    ] = 300.0
    application_version_timeout_s: Annotated[
        _Timeout, Setting("Seconds for one attempt to read a version.")
    ] = None
    application_version_retry_attempts: Annotated[_Attempts, Setting("Attempts to read a version.")] = None
    application_version_retry_wait_min_s: Annotated[
        _Wait, Setting("Shortest delay between such attempts.")
    ] = None
    application_version_retry_wait_max_s: Annotated[
        _Wait, Setting("Longest delay between such attempts.")
    ] = None
    run_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which runs and their items are cached.")] = 15.0
    run_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to read runs and items.")] = None
    run_retry_attempts: Annotated[_Attempts, Setting("Attempts to read runs and items.")] = None
    run_retry_wait_min_s: Annotated[_Wait, Setting("Shortest delay between such attempts.")] = None
    run_retry_wait_max_s: Annotated[_Wait, Setting("Longest delay between such attempts.")] = None
    run_submit_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to submit a run.")] = None
    run_cancel_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to cancel a run.")] = None
    run_delete_timeout_s: Annotated[_Timeout, Setting("Seconds for one attempt to delete its files.")] = None
    auth_jwk_set_cache_ttl_s: Annotated[
        CacheTtl, Setting("Seconds for which the keys of the login server are cached.")
    ] = 86400.0
    auth_timeout_s: Annotated[_Timeout, Setting("Seconds for one request that renews a login.")] = None
    auth_retry_attempts: Annotated[_Attempts, Setting("Attempts of such a request; 1 if unset.")] = None
    auth_retry_wait_min_s: Annotated[_Wait, Setting("Shortest delay between such attempts.")] = None
    auth_retry_wait_max_s: Annotated[_Wait, Setting("Longest delay between such attempts.")] = None
    replica_lag_s: Annotated[
        float,
        Setting("Seconds for which a 404 is asked again for a run that was just created.", least=0, most=60),
    ] = 5.0
    show_progress: Annotated[
        bool, Setting("Whether a wait or download shows its progress in a notebook.")
    ] = True

    @property
    def environment(self) -> Environment:
        """The environment of `base_url`: production, staging, dev, test, local or custom."""
        return environment_of(self.base_url)

    @property
    def login_url(self) -> str:
        """The root URL of the login server: `issuer`, or that of the environment, or `base_url`."""
        return self.issuer or self.environment.issuer or self.base_url

    @property
    def login_audience(self) -> str | None:
        """The audience to request a token for: `audience`, or that of the environment of the login server."""
        return self.audience or (None if self.issuer else self.environment.audience)

    @property
    def login_policy(self) -> Policy | None:
        """The times and attempts of requests to the login server; None if no setting `auth_…` is set.

        Without it such a request is sent once in each attempt of a call, which repeats it.
        """
        given = (self.auth_timeout_s, self.auth_retry_attempts)
        if given == (None, None):
            return None
        once = self.policy()
        return self.policy_of("auth", evolve(once, retry=evolve(once.retry, attempts=1)))

    def policy_of(self, kind: str, general: Policy) -> Policy:
        """The policy of a kind of call, e.g. `me`: its settings, and those of `general` if they are None."""

        def given(name: str, value: float) -> float:
            own: float | None = getattr(self, f"{kind}_{name}")
            return value if own is None else own

        retry = general.retry
        longest_s = given("retry_wait_max_s", retry.max_delay_s)
        return evolve(
            general,
            attempt_timeout_s=given("timeout_s", general.attempt_timeout_s),
            retry=evolve(
                retry,
                attempts=int(given("retry_attempts", retry.attempts)),
                min_delay_s=given("retry_wait_min_s", min(retry.min_delay_s, longest_s)),
                max_delay_s=longest_s,
            ),
        )

    def policy(self, cache_ttl_s: float = 0.0) -> Policy:
        """The policy of calls without a kind; see `ApiSettings.policy`."""
        policy = super().policy(cache_ttl_s)
        return evolve(policy, retry=evolve(policy.retry, min_delay_s=self.retry_min_delay_s))
