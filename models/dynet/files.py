"""Small files that are written whole or not at all."""

from pathlib import Path


def replace(path: Path, text: str):
    """Puts text in the place of a file; a full disk or a kill leaves the file before as it was."""
    ready = path.with_name(path.name + ".new")
    try:
        ready.write_text(text)
        ready.replace(path)
    finally:
        ready.unlink(missing_ok=True)
