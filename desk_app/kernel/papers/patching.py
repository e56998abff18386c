"""docxtpl's pre-processing (预处理) for the tags of nearly every form: Word's tags out of ours, row tags out of rows.

It gives the same XML as docxtpl, without loading docxtpl and python-docx, which take a quarter of the memory and
most of the time of a first print. What only docxtpl knows (columns, cell colours, tags that swallow text around
them) goes to docxtpl itself.
"""

import re

_SPLIT_OPENING = re.compile(r"\{(?:<[^>]*>)+(?=[{%#])")
_SPLIT_CLOSING = re.compile(r"([}%#])(?:<[^>]*>)+(?=\})")
_INSIDE = re.compile(r"\{%.*?(?=%\}|$)|\{#.*?(?=#\}|$)|\{\{.*?(?=\}\}|$)", re.DOTALL)
_BETWEEN_TEXTS = re.compile(r"</w:t>.*?<w:t(?: [^>]*)?>", re.DOTALL)
_RARE = re.compile(r"\{%-|-%\}|\{[{%#]-|\{%\s*(?:colspan|cellbg|vm|hm)\b|\{[{%#](?:tc|r)\s")
_BEFORE_A_TAG = re.compile(r"<w:t>(?=(?:(?!<w:t>).)*?(?:\{\{.*?\}\}|\{%.*?%\}))", re.DOTALL)
_WRITTEN_BY_WORD = str.maketrans("“”‘’", "\"\"''")
_TAG = re.compile(r"(?<=\{[{%]).*?(?=[}%]\})")


def patch_xml(xml: str) -> str:
    """Return the XML of a part as docxtpl prepares it for Jinja."""
    joined = _SPLIT_CLOSING.sub(r"\1", _SPLIT_OPENING.sub("{", xml))
    joined = _INSIDE.sub(lambda found: _BETWEEN_TEXTS.sub("", found[0]), joined)
    if _RARE.search(joined):
        return _by_docxtpl(xml)
    kept = _BEFORE_A_TAG.sub('<w:t xml:space="preserve">', joined)
    for element in ("tr", "p"):
        kept = _lift(kept, element, r"([{%])", r"[^}%]*[%}]\}")
    for element in ("tr", "p"):
        kept = _lift(kept, element, "(#)", r"[^}#]*#\}")
    return _TAG.sub(_as_typed, kept)


def _by_docxtpl(xml: str) -> str:
    from docxtpl import DocxTemplate

    return str(DocxTemplate("").patch_xml(xml))


def _lift(xml: str, element: str, brace: str, rest: str) -> str:
    """Put a tag such as `{%tr … %}` in the place of the whole row or paragraph it stands in; the last of several."""
    tag = re.compile(r"\{" + brace + element + r" (" + rest + ")")
    opening, closing = re.compile(f"<w:{element}[ >]"), f"</w:{element}>"
    starts = [found.start() for found in opening.finditer(xml)]
    pieces: list[str] = []
    done, which, lifted = 0, 0, -1
    for found in tag.finditer(xml):
        while which + 1 < len(starts) and starts[which + 1] < found.start():
            which += 1
        end = xml.find(closing, found.end())
        if not starts or starts[which] > found.start() or end < 0:
            continue
        if which == lifted:  # another tag of the same row came before
            pieces.pop()
        elif starts[which] < done:
            continue
        else:
            pieces.append(xml[done : starts[which]])
        pieces.append(f"{{{found[1]} {found[2]}")
        done, lifted = end + len(closing), which
    return "".join((*pieces, xml[done:]))


def _as_typed(found: re.Match[str]) -> str:
    """Return the inside of a tag with the quotes and signs Word and XML put for what was typed."""
    inside = found[0].replace("&#8216;", "'").replace("&lt;", "<").replace("&gt;", ">")
    return inside.translate(_WRITTEN_BY_WORD)
