"""The metadata section that an SDK attaches to submissions, and the User-Agent header.

Never reads the environment; the runtime collects the facts. Twin: `seawall.runtime.metadata`.
"""
