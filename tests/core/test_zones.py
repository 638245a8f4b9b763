"""Time zones under the names of their cities, in the reader's language."""

import pytest

from portal.core import locales


@pytest.mark.parametrize(
    ("zone", "tag", "city"),
    [
        ("Asia/Kolkata", "ko", "콜카타"),
        ("Asia/Calcutta", "ko", "콜카타"),
        ("Asia/Kathmandu", "ur", "کاٹھمنڈو"),
        ("Asia/Seoul", "ko", "서울"),
        ("Asia/Ho_Chi_Minh", "en", "Ho Chi Minh City"),
        ("Asia/Saigon", "en", "Ho Chi Minh City"),
        ("UTC", "en", "UTC"),
    ],
)
def test_a_city_is_called_as_the_reader_calls_it(zone: str, tag: str, city: str) -> None:
    with locales.speaking(tag):
        assert locales.zone_label(zone) == city
