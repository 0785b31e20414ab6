"""Commands of SDKs that are declared in few lines: reading, waiting, following, and completion of ids.

Knows no SDK, and decides nothing about its calls. `seawall.terminal.sdk` describes an SDK and a running
command.
"""
