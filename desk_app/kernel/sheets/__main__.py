"""`python -m desk_app.kernel.sheets FILE …` is the reading process."""

import sys

from desk_app.kernel.sheets.child import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
