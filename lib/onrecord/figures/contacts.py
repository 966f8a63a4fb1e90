"""A contact sheet: every figure of a folder at a glance, with links to its files."""

import html
import re
from pathlib import Path

KINDS = {"svg": "SVG", "pdf": "PDF", "png": "PNG", "phone.svg": "for phones", "csv": "data (CSV)",
         "alt.txt": "alt text", "caption.md": "caption"}  # fmt: skip
HEAD = """# Figures

Made by `make figures`; `make figures SIZE=column` (or `slide`, `phone`) draws them for that width.

| Figure | What it finds, and its files |
|---|---|
"""


def contact_sheet(folder: Path) -> str:
    """Return a page in Markdown; nothing where no figure has a caption."""
    rows = []
    for path in sorted(folder.glob("*.caption.md")):
        name = path.name.removesuffix(".caption.md")
        title = re.findall(r"^\*\*(.+?)\*\*(?: |$)", path.read_text("utf-8"), re.MULTILINE)[0]
        links = [f"[{said}]({name}.{kind})" for kind, said in KINDS.items()]
        image = f'<img src="{name}.png" width="240" alt="{html.escape(name.replace("_", " "))}">'
        rows.append(f"| [{image}]({name}.svg) | **{title}**<br>{', '.join(links)} |\n")
    return HEAD + "".join(rows) if rows else ""
