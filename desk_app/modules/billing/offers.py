"""What can be printed of reductions (减免单据)."""

from desk_app.kernel.kind import offer
from desk_app.modules.billing import papers

offer("reductions", papers=(papers.REDUCTION_FORM,))
