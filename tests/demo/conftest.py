"""The demo content, read once for all tests of it."""

import pytest

from portal.demo.reading import Content, read_content


@pytest.fixture(scope="session")
def content() -> Content:
    return read_content()
