"""Papers (纸质表单): Word templates checked, filled, spread over copies and sheets, and found for a kind of record.

What is exported here only declares; `desk_app.kernel.papers.template` fills, and is loaded with the first paper.
"""

from desk_app.kernel.papers.continuation import Sheets
from desk_app.kernel.papers.packs import Pack, PackPaper
from desk_app.kernel.papers.paper import HEADER, Paper, Placeholder, Sum

__all__ = [
    "HEADER",
    "Pack",
    "PackPaper",
    "Paper",
    "Placeholder",
    "Sheets",
    "Sum",
]
