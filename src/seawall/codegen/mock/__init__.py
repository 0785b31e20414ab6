"""A server for any spec: samples of the right shape, and resources that remember what was sent.

The same seed and the same requests give the same answers. Never calls another server, and keeps nothing on
disk.
"""
