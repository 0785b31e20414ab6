"""Settings of a local sessions server."""

from attrs import field, frozen

from seawall.local.serving.server_settings import ServerSettings
from seawall.local.sessions.identity.settings import IdentitySettings
from seawall.local.sessions.store.states import SessionKind

__all__ = ["ExecutionLimits", "SessionsSettings"]


@frozen(kw_only=True)
class ExecutionLimits:
    """Limits of a command that is really run.

    cpu_s: CPU time; memory_gb: address space of a process; file_bytes: size of each file, also of the output;
    open_files: open files of a process
    """

    cpu_s: int = 3_600
    memory_gb: int = 4
    file_bytes: int = 64 * 1024 * 1024
    open_files: int = 256


@frozen(kw_only=True)
class SessionsSettings(ServerSettings):
    """Settings of one local sessions server; none of them is a secret. See `ServerSettings` too.

    pending_s: time that a session is Pending, if its script does not say otherwise
    headless_duration_s: time that a headless session runs, if its script does not say otherwise
    terminating_s: time that a deleted session is Terminating
    headless_lifetime_s, interactive_lifetime_s: time after which a session that still runs is ended
    headless_kept_s, interactive_kept_s: time that a session stays in the list after its end
    kinds: kinds of sessions that users may create
    max_interactive: interactive sessions that a user may have at the same time
    cluster_cores, cluster_ram_gb, cluster_gpus: resources of all running sessions; more sessions stay Pending
    gpus: largest number of GPUs of a session; 0 means that there are none
    older_statistics: whether statistics have the number of sessions in version v1 too
    registries: hosts that images may come from
    identity: settings of the identity services: TLS, logins, host names
    drops_equals: drop variables whose value has a `=`, as the live system does
    execute: really run the commands of headless sessions, in processes with `limits`; this is no sandbox
    """

    pending_s: float = 1.0
    headless_duration_s: float = 2.0
    terminating_s: float = 0.5
    headless_lifetime_s: float = 1_209_600.0
    interactive_lifetime_s: float = 345_600.0
    headless_kept_s: float = 3_600.0
    interactive_kept_s: float = 86_400.0
    kinds: tuple[SessionKind, ...] = tuple(
        kind for kind in SessionKind if kind is not SessionKind.DESKTOP_APP
    )
    max_interactive: int = 5
    cluster_cores: float = 960.0
    cluster_ram_gb: float = 5_800.0
    cluster_gpus: int = 28
    gpus: int = 28
    older_statistics: bool = False
    registries: tuple[str, ...] = ("images.canfar.net",)
    identity: IdentitySettings = field(factory=IdentitySettings)
    drops_equals: bool = False
    execute: bool = False
    limits: ExecutionLimits = ExecutionLimits()
