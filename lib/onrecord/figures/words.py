"""Words that fit: how wide they are, and where they break."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

TITLE, SUBTITLE, TEXT, SMALL = 13.0, 10.5, 10.0, 9.0  # points


@lru_cache(maxsize=4096)
def inches(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Measure a line of text, with a little room for how screens round it up."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return 1.03 * text_to_path.get_text_width_height_descent(text, font, False)[0] / 72


def wrap(
    text: str, width: float, size: float = TEXT, weight: str = "normal", lines: int = 3
) -> str:
    """Break a text into lines of a width, cutting words that are wider; end in … if too long."""
    done, line = [], ""
    for word in text.split():
        if line and inches(f"{line} {word}", size, weight) > width:
            done.append(line)
            line = ""
        line = f"{line} {word}".strip()
        while inches(line, size, weight) > width:  # one word wider than the line
            cut = max(1, int(len(line) * width / inches(line, size, weight)) - 1)
            done.append(line[:cut])
            line = line[cut:]
    done += [line] if line else []
    if len(done) > lines:
        last = " ".join(done[lines - 1 :])[:400]
        while inches(f"{last}…", size, weight) > width and last:
            last = last[:-1]
        done = [*done[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(done)
