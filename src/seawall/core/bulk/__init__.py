"""The journal format of a bulk job: encode one line, replay all lines.

Never opens a file. Twin: `seawall.runtime.bulk`.
"""
