"""The inline grammar: a Python-Markdown extension that reads one block in one linear pass.

Python-Markdown's own inline patterns search the text again for every bracket and copy it for every match
(its issue 798: more than 12 s for 20 kB of `[`), so none of them is used. What is understood: `*emphasis*`,
`**strong**`, `` `code` ``, `[text](address)`, `<https://…>`, bare web addresses, backslash escapes, and a new
line as a line break. Everything else, HTML and entities included, is text.

Delimiter runs pair as in CommonMark 0.31 section 6.2, with two differences. `*` opens before and closes after
anything but white space, since Korean, Japanese or Khmer put no space around an emphasised word. Nesting
deeper than `MAX_DEPTH` is shown without its tags.
"""

from typing import Self
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from portal.core.markdown.emphasis import pair
from portal.core.markdown.tokens import Run, Token, tokens_of

MAX_DEPTH = 12


class RestrictedMarkdown(Markdown):
    """Python-Markdown with one block, one inline reader, and nothing else."""

    def build_parser(self) -> Self:
        self.preprocessors = Registry()
        self.parser = BlockParser(self)
        self.parser.blockprocessors.register(_OneBlock(self.parser), "one_block", 10)
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.treeprocessors.register(_Inline(self), "inline", 10)
        self.postprocessors = Registry()
        return self


class _OneBlock(BlockProcessor):
    """Takes the whole source as one block, whatever it begins with."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = "\n\n".join(blocks)
        blocks.clear()


class _Inline(Treeprocessor):
    def run(self, root: Element) -> None:
        for block in root:
            body, block.text = block.text or "", None
            tokens = tokens_of(body)
            pair(tokens)
            builder = _Builder(block)
            for token in tokens:
                builder.add(token)
            builder.flush()


def inline_tree(body: str) -> Element:
    """Parse a clean body into an element `p` that holds em, strong, code, a (href, dir) and br."""
    md = RestrictedMarkdown()
    root = Element(md.doc_tag)
    md.parser.parseChunk(root, body)
    for processor in md.treeprocessors:
        processor.run(root)
    return root[0]


class _Builder:
    """Puts tokens into an element as em, strong, code, a and br."""

    def __init__(self, block: Element) -> None:
        self.stack = [block]
        # Text that has not yet been put behind the last element.
        self.words: list[str] = []
        # For each tag that is open, whether it became an element.
        self.shown: list[bool] = []
        self.in_link = False

    def add(self, token: Token) -> None:
        if isinstance(token, Run):
            self._add_run(token)
            return
        match token.kind:
            case "text":
                self.words.append(token.text)
            case "link":
                self._start("a", {"href": token.address})
                self.in_link = True
            case "endlink":
                self._end()
                self.in_link = False
            case "autolink" if self.in_link:
                self.words.append(token.text)
            case _:
                self._add_leaf(token)

    def _add_run(self, run: Run) -> None:
        for _ in run.closing:
            self._end()
        self.words.append(run.text * run.left)
        for tag in reversed(run.opening):
            self._start(tag, {})

    def _add_leaf(self, token: Token) -> None:
        self.flush()
        parent = self.stack[-1]
        if token.kind == "autolink":
            # An address reads from left to right in every script.
            SubElement(parent, "a", {"href": token.address, "dir": "ltr"}).text = token.text
        elif token.kind == "code":
            SubElement(parent, "code").text = token.text
        else:
            SubElement(parent, "br")

    def flush(self) -> None:
        text = "".join(self.words)
        self.words.clear()
        parent = self.stack[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.shown.append(len(self.stack) <= MAX_DEPTH)
        if self.shown[-1]:
            self.flush()
            self.stack.append(SubElement(self.stack[-1], tag, attributes))

    def _end(self) -> None:
        if self.shown.pop():
            self.flush()
            self.stack.pop()
