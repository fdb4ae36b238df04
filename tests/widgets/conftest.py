import sys
from pathlib import Path

# The demo apps are programs too (the pty tests start them), so they are imported by their own names.
sys.path.insert(0, str(Path(__file__).parent))
