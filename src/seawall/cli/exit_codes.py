"""The exit codes of `seawall`: those of every SDK's commands, and of generation."""

from seawall.codegen.errors import GenerationError, OutputError
from seawall.terminal.exit_codes import ENDINGS as OF_EVERY_SDK
from seawall.terminal.exit_codes import Endings, ExitCode

__all__ = ["ENDINGS"]

ENDINGS: Endings = (
    (OutputError, ExitCode.TRANSFER),
    (GenerationError, ExitCode.USAGE),
    *OF_EVERY_SDK,
)
"""What each error that a command can end with makes the exit code."""
