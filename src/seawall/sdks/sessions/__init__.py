"""The sessions SDK: interactive and batch containers on a science platform."""
