"""Observers that ship with Seawall, and a transport that they observe.

Never changes a call. Twin: `seawall.core.observe`.
"""
