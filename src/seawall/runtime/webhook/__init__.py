"""Receives webhooks: verifies each, rejects replays and calls its handler.

Never computes a signature itself. Twin: `seawall.core.webhook`.
"""
