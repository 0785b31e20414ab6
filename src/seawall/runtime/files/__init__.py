"""File locks, and local disk errors as StorageError.

Never interprets file contents. It has no twin.
"""
