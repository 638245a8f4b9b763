"""Reads of forums."""
