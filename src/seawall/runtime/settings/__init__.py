"""Reads settings from arguments, environment, `.env`, contexts and presets.

Never decides precedence. Twin: `seawall.core.settings`.
"""
