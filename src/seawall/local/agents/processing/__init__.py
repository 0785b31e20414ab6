"""Runs over time: scripts, steps that become due, and webhooks.

Knows no routes.
"""
