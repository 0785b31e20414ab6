"""Paging strategies, the page reader that decides what to request next, and resume tokens.

Never requests a page. Twin: `seawall.runtime.paging`.
"""
