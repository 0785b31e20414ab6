"""Waits until a resource on the server reaches a final state.

Never decides the poll interval. Twin: `seawall.core.waiting`.
"""
