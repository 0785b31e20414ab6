# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
"""The low-level client: wire models, open enums and call builders. Declarations only; it sends nothing."""

SERVER_PATH = "/skaha"
SPEC_VERSION = "1.3.0"
