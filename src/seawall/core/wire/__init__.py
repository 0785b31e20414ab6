"""The codec between bytes and models, open enums, the `UNSET` sentinel and the freezing of values.

Never knows an operation or a URL. It has no twin.
"""
