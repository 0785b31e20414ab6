"""The retry loop, its variant for transfers, and the retry quota that threads share.

Never decides; it waits and calls again. Twin: `seawall.core.retry`.
"""
