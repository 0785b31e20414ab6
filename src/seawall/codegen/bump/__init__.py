"""One bump from the first step to the last: advice on the version, reports, history, and the atomic write.

Imports nothing; the names are in the modules. Only `journal` writes files.
"""
