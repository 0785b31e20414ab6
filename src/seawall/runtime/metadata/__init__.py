"""Collects the facts of this process and attaches SDK metadata to submissions.

Never builds the section itself. Twin: `seawall.core.metadata`.
"""
