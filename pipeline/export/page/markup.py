"""Text to HTML: what was text stays text, and characters that nobody sees or that turn the line are shown by number."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import NewType

#: markup that is safe to be joined; only `text` and `element` make it of what they are given
Html = NewType("Html", str)

NOTHING = Html("")
#: controls, marks of direction, signs without width, ends of line that are none, halves of pairs, what is no character
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U000e007f]"
)
_NEVER_ENDED = frozenset({"br", "col", "hr", "meta", "wbr", "link"})


def text(plain: str) -> Html:
    r"""Return text as markup; a character that is not seen stands as its number in an element of class `k`.

    >>> text('a < "b"\u202e')
    'a &lt; &quot;b&quot;<i class="k">U+202E</i>'
    """
    return Html(_UNSEEN.sub(lambda m: f'<i class="k">{_name(m)}</i>', escape(plain)))


def shown(plain: str) -> str:
    r"""Return text for an attribute, or for a place that takes no element, with unseen characters as their numbers.

    >>> shown("a\x00b")
    'a[U+0000]b'
    """
    return _UNSEEN.sub(lambda m: f"[{_name(m)}]", plain)


def _name(match: re.Match[str]) -> str:
    return f"U+{ord(match[0]):04X}"


def element(name: str, *inside: Html, **attributes: str | None) -> Html:
    """Return an element; attributes that are None are left out, `cls` is the class, `data_l` is `data-l`.

    >>> element("a", text("12"), href="#r1", cls="m", title=None)
    '<a href="#r1" class="m">12</a>'
    """
    told = "".join(
        f' {_attribute(key)}="{escape(shown(value))}"' for key, value in attributes.items() if value is not None
    )
    end = "" if name in _NEVER_ENDED else f"</{name}>"
    return Html(f"<{name}{told}>{''.join(inside)}{end}")


def _attribute(key: str) -> str:
    return "class" if key == "cls" else key.rstrip("_").replace("_", "-")


def link(target: str, plain: str, cls: str | None = None) -> Html:
    """Return a link to an id of the same page."""
    return element("a", text(plain), href=f"#{target}", cls=cls)


def joined(parts: list[Html], between: str = "") -> Html:
    """Return pieces of markup one behind the other, with plain text between them."""
    return Html(text(between).join(parts))


def page(title: str, sheets: tuple[str, ...], *body: Html) -> bytes:
    """Return a whole page with its style sheets (names of files of this package) in it.

    Its policy lets a browser use these sheets, known by their digest, and load or start nothing at all.
    """
    style = "".join(files(__package__).joinpath(name).read_text("utf-8") for name in sheets).replace("\r", "")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name_="color-scheme", content="light dark"),
        element("title", Html(escape(shown(title)))),
        element("style", Html(style)),
    ]
    whole = element("html", element("head", *head), element("body", *body), lang="vi")
    return f"<!DOCTYPE html>\n{whole}\n".encode()
