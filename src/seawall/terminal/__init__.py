"""Building blocks for SDK command lines: screen, options, progress, logins and exit codes.

Knows no SDK. Only the `cli` package of an SDK and `seawall.cli` import it. Needs the extra `cli`.
"""

from seawall.core.extras import needs_extra

# Import both here, so that a missing extra gives one clear error for every module of the package.
with needs_extra("cli", "A command line"):
    import rich as _rich  # noqa: F401
    import typer as _typer  # noqa: F401
