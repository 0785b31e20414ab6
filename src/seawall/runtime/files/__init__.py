"""Atomic writes, regular files, file locks, and local disk errors as StorageError.

Never interprets file contents, and imports nothing but `core`, so that `codegen` and `local` may use it. It
has no twin.
"""
