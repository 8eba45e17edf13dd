"""The control words of RTF that change what is read, as tables; all others only change how it looks.

Source: Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

#: destinations whose text is no text of the report; those that begin with `\\*` and are not named here are none either
SILENT = frozenset({
    "annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atntime", "author", "bkmkend",
    "bkmkstart", "buptim", "colortbl", "comment", "creatim", "datafield", "doccomm", "falt", "file", "filetbl",
    "fldinst", "fontemb", "ftncn", "ftnsep", "ftnsepc", "aftncn", "aftnsep", "aftnsepc", "generator", "info",
    "keywords", "latentstyles", "listoverridetable", "listtable", "listlevel", "list", "nonesttables", "nonshppict",
    "objclass", "objdata", "objname", "operator", "pgptbl", "pict", "pn", "pntxta", "pntxtb", "printim", "revtbl",
    "revtim", "rsidtbl", "rxe", "shprslt", "sn", "sp", "subject", "sv", "tc", "tcn", "themedata", "title", "txe",
    "userprops", "wgrffmtfilter", "xe", "xmlnstbl", "colorschememapping", "datastore", "defchp", "defpap",
    "mmathPr", "background",
})  # fmt: skip
#: destinations that programs of old may pass over and that hold text
STARRED = frozenset({"shpinst", "ud", "shptxt", "do", "flymaincnt", "nesttableprops", "footnote", "listtext"})
MARGINS = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
BOXES = frozenset({"shptxt", "dptxbxtext"})
#: signs that have a word of their own
SIGNS = {
    "tab": " ", "line": " ", "lbr": " ", "page": " ", "column": " ", "softline": " ", "emspace": " ", "enspace": " ",
    "qmspace": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "~": " ", "_": "-", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
#: code pages of fonts by \\fcharset
CHARSETS = {
    0: "cp1252", 2: "latin-1", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
