"""What the commands of every SDK are made of: screen, options, progress, logins, endings; it knows no SDK.

An SDK's `cli` package and `seawall.cli` import it, nothing else does. It needs the extra `cli`.
"""
