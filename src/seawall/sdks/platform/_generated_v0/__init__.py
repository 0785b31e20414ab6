# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
"""The low-level client: wire models, open enums and call builders. Declarations only; it sends nothing."""

SERVER_PATH = "/api"
SPEC_VERSION = "1.0.0"
