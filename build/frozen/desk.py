"""The window (物业前台), frozen."""

import sys

from ui.__main__ import main

sys.exit(main())
