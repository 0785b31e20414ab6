"""The HTML of values, errors and progress in a notebook: small, without script, readable in light and dark.

Never displays anything. Twin: `seawall.runtime.notebook`.
"""
