import os


def say(line: str) -> None:
    """Print a line with the machine's load, by which a reader judges it."""
    print(f"files: {line} (load {os.getloadavg()[0]:.1f})", flush=True)
