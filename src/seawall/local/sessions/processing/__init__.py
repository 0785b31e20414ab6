"""Life cycle of sessions: script, states over time, output and events, and the resources of the cluster.

Knows no HTTP.
"""
