"""Building blocks for SDK command lines: screen, options, progress, logins and exit codes.

Knows no SDK. Only the `cli` package of an SDK and `seawall.cli` import it. Needs the extra `cli`.
"""

from importlib import import_module

from seawall.core.extras import needs_extra

# Here, so that a missing extra gives the same error for every module of the package.
with needs_extra("cli", "A command line"):
    import_module("rich")
    import_module("typer")
