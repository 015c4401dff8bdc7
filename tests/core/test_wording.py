"""Names and cells in sentences and in Markdown."""

import pytest

from core.wording import literal


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("length (cm)", "length (cm)"),
        ("full: any", "full: any"),
        ("**bold** _x_", r"\*\*bold\*\* \_x\_"),
        (":red[y] $z$", r"\:red\[y\] \$z\$"),
        ("![p](http://a)", r"!\[p\](http\://a)"),
        ("<img>", r"\<img\>"),
        ("- a", r"\- a"),
        ("1. a - b", r"1\. a - b"),
    ],
)
def test_markdown_shows_a_text_letter_by_letter(text: str, markdown: str) -> None:
    assert literal(text) == markdown
