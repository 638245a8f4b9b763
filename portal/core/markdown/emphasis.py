"""Pairing runs of `*` and `_` to emphasis, as in CommonMark 0.31 section 6.2, in linear time."""

from portal.core.markdown.tokens import Run, Token

# For each kind of run (character, length modulo 3, may also close) the places of those still open.
_Openers = dict[tuple[str, int, bool], list[tuple[int, Run]]]


MAX_RUNS = 4_000
"""Runs in one block; with more, all are shown as typed. Nobody emphasises two thousand words of a paragraph."""


def pair(tokens: list[Token]) -> None:
    """Pair the delimiter runs, in place and in linear time; what is inside a link pairs only there."""
    if sum(isinstance(token, Run) for token in tokens) > MAX_RUNS:
        return
    levels: list[_Openers] = [{}]
    for place, token in enumerate(tokens):
        if token.kind == "link":
            levels.append({})
        elif token.kind == "endlink":
            levels.pop()
        elif isinstance(token, Run):
            openers = levels[-1]
            if token.closes:
                _close(token, openers)
            if token.opens and token.left:
                key = (token.text, token.length % 3, token.closes)
                openers.setdefault(key, []).append((place, token))


def _close(token: Run, openers: _Openers) -> None:
    while token.left:
        found = _opener_for(token, openers)
        if found is None:
            return
        place, opener = found
        # Runs between the two can no longer pair with anything outside.
        for places in openers.values():
            while places and places[-1][0] > place:
                places.pop()
        used = 2 if opener.left >= 2 and token.left >= 2 else 1
        tag = "strong" if used == 2 else "em"
        opener.left -= used
        token.left -= used
        opener.opening.append(tag)
        token.closing.append(tag)
        if not opener.left:
            openers[opener.text, opener.length % 3, opener.closes].pop()


def _opener_for(token: Run, openers: _Openers) -> tuple[int, Run] | None:
    nearest: tuple[int, Run] | None = None
    for (character, length, closes), places in openers.items():
        if not places or character != token.text:
            continue
        ambiguous = closes or token.opens
        if ambiguous and (length + token.length) % 3 == 0 and (length or token.length % 3):
            continue
        if nearest is None or places[-1][0] > nearest[0]:
            nearest = places[-1]
    return nearest
