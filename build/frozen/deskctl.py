"""The command line (deskctl), frozen."""

import sys

from desk_app.cli import main

sys.exit(main())
