"""The codec between bytes and models, the JSON form of values, open enums, `UNSET`, and frozen values.

Never knows an operation or a URL. It has no twin.
"""
