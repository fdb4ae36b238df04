"""otui: a service desk in the terminal."""

__version__ = "0.3.0"
