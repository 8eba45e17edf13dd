"""What of a web page is not the report: menus, related news, comments; told by structure, never by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

#: elements that show no text, or text that the reader of the page types
_SILENT = frozenset({
    "script", "style", "template", "noscript", "head", "title", "svg", "canvas", "iframe", "object", "embed",
    "audio", "video", "map", "input", "select", "option", "button", "textarea", "datalist", "dialog", "progress",
    "meter",
})  # fmt: skip
#: elements and roles that by their name hold what all pages of a site have
_FURNITURE = frozenset(["nav", "footer", "aside"])
_ROLES = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar", "dialog",
})  # fmt: skip
#: words in the class or id of such parts, as they are cut at "-", "_" and capitals
_NAMES = frozenset({
    "nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "sidebar", "footer", "copyright",
    "share", "sharing", "social", "facebook", "zalo", "related", "relate", "lienquan", "tinlienquan", "tinkhac",
    "tincungchuyenmuc", "comment", "comments", "binhluan", "cookie", "cookies", "banner", "ads", "advert",
    "quangcao", "pagination", "pager", "paging", "tags", "tagcloud", "widget", "toolbar", "search", "login",
    "popup", "modal", "hitcounter", "thongketruycap", "visitor", "skip", "rating", "danhgia", "newsletter",
    "subscribe",
})  # fmt: skip
#: the parts that by their name hold the report
_BODIES = (
    "//article", "//main", "//*[@role='main']", "//*[@itemprop='articleBody']",
)  # fmt: skip
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: a menu is mostly links; a part whose words are not is kept, whatever its name
_MOSTLY = 0.5
#: letters of a part that is too long to be furniture unless most of it is links
_LONG = 600
#: share of the page's words that the part named as the report must hold to be taken alone
_ENOUGH = 0.5


def without_chrome(root: etree._Element) -> None:
    """Take out of a page what is not shown and what is furniture of its site."""
    for element in list(root.iter()):
        if element.tag in _SILENT or _is_hidden(element):
            _take_out(element)
    for element in list(root.iter()):
        if _is_named_furniture(element) and _is_furniture(element):
            _take_out(element)


def report_of(root: etree._Element) -> etree._Element:
    """Return the part of a page that holds the report: the one so named with most of the words, else the whole."""
    words = _letters(root)
    named = [element for path in _BODIES for element in _found(root, path)]
    best = max(named, key=_letters, default=root)
    return best if _letters(best) >= _ENOUGH * words else root


def _found(root: etree._Element, path: str) -> Iterator[etree._Element]:
    found = root.xpath(path)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, etree._Element))


def _is_hidden(element: etree._Element) -> bool:
    hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return hidden or bool(_HIDDEN.search(element.get("style", "")))


def _is_named_furniture(element: etree._Element) -> bool:
    if element.tag in ("html", "body", "article", "main", "table", "tbody", "tr", "td", "p", "span"):
        return False
    if element.tag in _FURNITURE or element.get("role", "") in _ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return any(part.casefold() in _NAMES for part in _PART.findall(names)) or _joined(names)


def _joined(names: str) -> bool:
    """Names of several words are written in one, too: tin-lien-quan."""
    return any(re.sub(r"[-_]", "", name).casefold() in _NAMES for name in names.split())


def _is_furniture(element: etree._Element) -> bool:
    """Whether a part so named may go: mostly links, or short."""
    letters = _letters(element)
    linked = sum(_letters(one) for one in element.iter("a"))
    if linked > _MOSTLY * letters:
        return True
    return letters <= _LONG


def _letters(element: etree._Element) -> int:
    return len("".join(_text(element).split()))


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _take_out(element: etree._Element) -> None:
    """Remove an element, but not what stands behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
