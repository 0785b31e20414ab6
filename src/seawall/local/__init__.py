"""Local servers that replace the real systems in demos and tests (extra `local`), one package each."""
