import os


def say(line: str) -> None:
    """With the machine's load, by which a reader judges the line."""
    print(f"files: {line} (load {os.getloadavg()[0]:.1f})", flush=True)
