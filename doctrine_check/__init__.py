"""Performance doctrines as law: parse them, check them, enforce them."""

__version__ = "0.1.0"
