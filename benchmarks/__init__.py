"""How fast otui is, and how quiet on the wire: `python -m benchmarks`. It prints and never judges."""
