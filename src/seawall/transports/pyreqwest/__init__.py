"""The transport over pyreqwest (Rust); it needs the extra `fast`.

Nothing outside this room imports pyreqwest.
"""
