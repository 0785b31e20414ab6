"""What the commands of every SDK are made of: screen, options, progress, logins, endings; it knows no SDK.

An SDK's `cli` package and `seawall.cli` import it, nothing else does. It needs the extra `cli`.
"""

from seawall.core.extras import needs_extra

with needs_extra("cli", "A command line"):
    import rich as _rich  # noqa: F401 - only to say what is missing
    import typer as _typer  # noqa: F401
