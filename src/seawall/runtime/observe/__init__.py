"""Observers that ship with Seawall: call log, metrics, deprecation warnings, OpenTelemetry.

Never changes a call. Twin: `seawall.core.observe`.
"""
