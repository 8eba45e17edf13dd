"""How much one file may ask of this machine; what asks for more is refused with its own code."""

from __future__ import annotations

_MIB = 1024 * 1024

#: bytes of a file, and of all that is unpacked from it
MOST_FILE = 500 * _MIB
MOST_BYTES = 200 * _MIB
#: a member of a zip may be larger than FREE_BYTES only if it is packed less than RATIO : 1
FREE_BYTES = 10 * _MIB
RATIO = 100
#: members of a zip, and zips inside each other
MOST_PARTS = 10_000
MOST_DEPTH = 3
#: bytes of all members of a zip together; each is read by itself
MOST_UNPACKED = 2048 * _MIB
#: pages of a PDF
MOST_PAGES = 10_000
#: dots of one picture, and pictures of one file
MOST_DOTS = 100_000_000
MOST_PICTURES = 500
#: seconds on the clock in which the letters of scans are recognised, of a file and for each of its pages more, and the
#: most for one look at one page; what is left of a file then is told of
MOST_SCAN_SECONDS = 60.0
SCAN_PAGE_SECONDS = 8.0
MOST_SCAN_PAGE_SECONDS = 40.0
#: seconds a file may take, on the clock and of one core, and bytes of memory
MOST_SECONDS = 120.0
MOST_CPU_SECONDS = 60
MOST_MEMORY = 1536 * _MIB
#: seconds that a reader may be given beyond that (`patience`), for what is known to be long: many pages of a scan
MOST_EXTRA_SECONDS = 1800.0
#: bytes of all that is told of a file
MOST_ANSWER = 256 * _MIB
#: seconds that LibreOffice may take for one file
CONVERTER_SECONDS = 90.0
