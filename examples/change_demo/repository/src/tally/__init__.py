"""Counts what a web service was asked for: requests, errors and bytes for each of its routes."""
