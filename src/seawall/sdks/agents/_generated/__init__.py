# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
"""The low-level client: wire models, open enums and call builders. Declarations only; it sends nothing."""

SERVER_PATH = ""
SPEC_VERSION = "1.0.0"
