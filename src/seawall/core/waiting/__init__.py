"""Poll intervals and state machines of resources on a server.

Never sleeps and never polls. Twin: `seawall.runtime.waiting`.
"""
