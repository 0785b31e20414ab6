"""Files on the local disk: atomic writes, regular files, locks, StorageErrors, and the user's config folder.

Never interprets file contents, and imports nothing but `core`, so that `codegen` and `local` may use it. It
has no twin.
"""
