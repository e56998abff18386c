"""Parts of a whole in per cent (比率), exact and rounded once."""


def rate(part: int, whole: int) -> str:
    """Return a part of a whole as '66.67%', half up; '—' of nothing."""
    if not whole:
        return "—"
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
