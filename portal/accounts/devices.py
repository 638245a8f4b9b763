"""A browser and its system in two words, so that people recognise their own in a list."""

import regex

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("KAKAOTALK", "KakaoTalk"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad|iPod", "iOS"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux|X11", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Such as "Firefox, Android"; empty where it does not say. Versions are not kept."""
    seen = user_agent[:500]
    words = [
        next((name for pattern, name in known if regex.search(pattern, seen)), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in words if word)
