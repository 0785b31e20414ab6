"""The retry loop, the retry loop for transfers and the retry quota shared by threads.

Never decides; it waits and sends again. Twin: `seawall.core.retry`.
"""
