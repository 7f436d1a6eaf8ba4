from __future__ import annotations

import pytest

from doctrine_check.evidence.touched import names_of, touches
from tests.evidence.rule_scene import changing


@pytest.mark.parametrize(
    ("changed", "frame", "is_it"),
    [
        ("src/store/cache.py", "get (src/store/cache.py:12)", True),
        ("src/store/cache.py", "get (/build/a/src/store/cache.py:12)", True),
        ("src/store/cache.py", "get (/venv/lib/site-packages/store/cache.py:12)", True),
        ("src/store/cache.py", "get (cache.py:12)", True),
        ("src/store/cache.py", r"get (C:\build\src\store\cache.py:12)", True),
        ("src/store/cache.py", "get (./store/cache.py:12)", True),
        ("src/store/cache.py", "store.cache.get", True),
        ("src/store/cache.py", "get (/usr/lib/django/core/cache.py:12)", False),
        ("src/store/cache.py", r"get (C:\lib\core\cache.py:12)", False),
        ("src/store/cache.py", "get (/opt/bookstore/cache.py:12)", False),
        ("src/store/cache.py", "lookup (/usr/lib/django/core/cache.py:12)", True),
        ("src/cache.py", "get (/venv/lib/site-packages/shop/cache.py:12)", True),
        ("cache.py", "get (/work/cache.py:12)", True),
        ("src/store/cache.rs", "store::cache::get", True),
        ("src/com/shop/Cache.java", "com/shop/Cache.get", True),
        ("store/cache/cache.go", "github.com/shop/store/cache.(*Cache).Get", True),
        ("store/cache.go", "shop.Get (/usr/lib/go/src/net/cache.go:7)", False),
        ("src/store/__init__.py", "get (src/store/__init__.py:3)", True),
    ],
)
def test_which_frames_are_of_a_changed_file(changed: str, frame: str, is_it: bool) -> None:
    files = changing(changed, ("def lookup(key):",)).files
    assert touches(("main", frame), names_of(files)) is is_it
