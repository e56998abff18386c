"""`python -m desk_app.kernel.papers FILE …` is the process that checks a template from outside."""

import sys

from desk_app.kernel.papers.checked_apart import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
