"""Events for observers, deprecation headers and the latency histogram.

Never writes a log record. Twin: `seawall.runtime.observe`.
"""
