"""Displays progress in the output of a notebook cell, and does nothing anywhere else.

Never imports IPython: a kernel has imported it before. Twin: `seawall.core.notebook`.
"""
