"""Papers (纸质表单): Word templates checked, filled, spread over copies and sheets, and found for a kind of record.

`Paper` declares a form, `Template` fills one; nothing here is imported before the first paper is wanted except these
declarations, for docxtpl and lxml take longer to load than the window.
"""

from desk_app.kernel.papers.continuation import Sheets
from desk_app.kernel.papers.paper import HEADER, Paper, Placeholder, find_problems, load_template
from desk_app.kernel.papers.pictures import Picture
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.template import Template

__all__ = [
    "HEADER",
    "Paper",
    "Picture",
    "Placeholder",
    "Sheets",
    "Template",
    "TemplateRefused",
    "find_problems",
    "load_template",
]
