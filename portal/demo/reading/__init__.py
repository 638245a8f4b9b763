"""Reads the demo network's content files into frozen dataclasses, without touching a database."""

from portal.demo.reading.content import CONTENT, Content, read_content
from portal.demo.reading.structure import Misshapen

__all__ = ["CONTENT", "Content", "Misshapen", "read_content"]
