"""Agents SDK: runs of coding agents on a hosted service."""
