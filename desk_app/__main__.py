"""`python -m desk_app` is deskctl."""

import sys

from desk_app.cli import main

sys.exit(main())
