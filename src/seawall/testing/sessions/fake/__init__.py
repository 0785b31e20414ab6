"""The fake sessions service: its sessions, and the handlers of its operations."""
