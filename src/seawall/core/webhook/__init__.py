"""Webhook signatures and timestamps: sign, verify, reject replays.

Never receives a request. Twin: `seawall.runtime.webhook`.
"""
