"""The fake platform: its runs and applications, and the handlers of its operations."""
