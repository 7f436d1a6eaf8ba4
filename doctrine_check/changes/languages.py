"""What a path says of a file: its language, and whether it is product code at all.

Nothing here opens a file: a change that is read through an API gives the same answer.
"""

from __future__ import annotations

from enum import Enum

from doctrine_check.records import Record


class Language(Record):
    """How a language writes what is no code.

    ``quotes`` open and close texts within one line, ``spans`` open and close texts and comments
    that may run over lines. ``family`` is the name under which signals know the language.
    """

    family: str
    line_comments: tuple[str, ...]
    quotes: tuple[str, ...]
    spans: tuple[tuple[str, str], ...]


class PathRole(Enum):
    """What kind of file lies at a path."""

    PRODUCT = "product"
    TEST = "test"
    BENCHMARK = "benchmark"
    AUXILIARY = "auxiliary"
    """Examples, documentation, build helpers: code that no user of the product runs."""
    OTHER = "other"
    """No source code of a known language."""


_BLOCK = (("/*", "*/"),)
PYTHON = Language("python", ("#",), ('"', "'"), (('"""', '"""'), ("'''", "'''")))
RUST = Language("rust", ("//",), ('"',), _BLOCK)
GO = Language("go", ("//",), ('"', "'"), (*_BLOCK, ("`", "`")))
JAVASCRIPT = Language("javascript", ("//",), ('"', "'"), (*_BLOCK, ("`", "`")))
JAVA = Language("java", ("//",), ('"', "'"), (*_BLOCK, ('"""', '"""')))
C = Language("c", ("//",), ('"', "'"), _BLOCK)
CPP = Language("cpp", ("//",), ('"', "'"), _BLOCK)

LANGUAGES = (PYTHON, RUST, GO, JAVASCRIPT, JAVA, C, CPP)
_SUFFIXES = {
    "py": PYTHON, "pyx": PYTHON, "pxd": PYTHON, "pxi": PYTHON, "pyi": PYTHON, "pyw": PYTHON,
    "rs": RUST,
    "go": GO,
    "js": JAVASCRIPT, "mjs": JAVASCRIPT, "cjs": JAVASCRIPT, "jsx": JAVASCRIPT,
    "ts": JAVASCRIPT, "mts": JAVASCRIPT, "cts": JAVASCRIPT, "tsx": JAVASCRIPT,
    "vue": JAVASCRIPT, "svelte": JAVASCRIPT,
    "java": JAVA,
    "c": C, "h": C,
    "cc": CPP, "cpp": CPP, "cxx": CPP, "c++": CPP, "cu": CPP, "inl": CPP, "ipp": CPP, "tcc": CPP,
    "hh": CPP, "hpp": CPP, "hxx": CPP, "h++": CPP,
}  # fmt: skip

_TEST_FOLDERS = frozenset((
    "test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "test_data", "fixtures",
    "__fixtures__", "__mocks__", "mocks", "e2e", "testutil", "testutils", "test-utils", "testsuite",
    "unittests", "unittest", "integration-tests", "integration_tests", "fuzz", "fuzzing",
    "conformance", "snapshots", "__snapshots__", "test-data", "db_stress_tool",
))  # fmt: skip
_BENCHMARK_FOLDERS = frozenset((
    "bench", "benches", "benchmark", "benchmarks", "perf", "jmh", "microbench", "microbenchmark",
    "microbenchmarks", "asv_bench", "perftest", "perftests",
))  # fmt: skip
_AUXILIARY_FOLDERS = frozenset((
    "example", "examples", "demo", "demos", "sample", "samples", "doc", "docs", "website", "site",
    "playground", "playgrounds", "tutorial", "tutorials", "scripts", "tools-dev", "ci", ".github",
    "buildsrc", "changelog", "changelog_unreleased",
))  # fmt: skip
_AUXILIARY_NAMES = frozenset((
    "setup.py", "build.rs", "conf.py", "noxfile.py", "gulpfile.js", "gruntfile.js", "dangerfile.js",
    "karma.conf.js", "jest.config.js", "vitest.config.ts", "rollup.config.js", "eslint.config.js",
    "webpack.config.js", "tasks.py", "fabfile.py", "versioneer.py", "_version.py", "version.go",
))  # fmt: skip
_DECLARATION_ENDS = (".pyi", ".d.ts", ".d.mts", ".d.cts")
"""Declarations of types: nothing of them runs."""
_TEST_STEMS = ("test_", "test-", "tests_")
_TEST_ENDS = (
    "_test", "_tests", "-test", "-tests", ".test", ".tests", ".spec", "_spec", "-spec", "_unittest",
    "_testlib", "_mock", ".e2e", "_stress", "_fuzzer", "_fuzz",
)  # fmt: skip
_JAVA_TEST_ENDS = ("Test", "Tests", "TestCase", "TestSuite", "TestBase")
_BENCHMARK_STEMS = ("bench_", "bench-", "benchmark_", "benchmark-")
_BENCHMARK_ENDS = (
    "_bench", "-bench", ".bench", "_benchmark", "-benchmark", ".benchmark", "_benchmarks",
    "_bench_test", "_benchmark_test",
)  # fmt: skip
_WHOLE_TEST_STEMS = frozenset(("test", "tests", "conftest", "testutil", "testutils", "testing"))
_WHOLE_BENCHMARK_STEMS = frozenset(("bench", "benches", "benchmark", "benchmarks"))


def language_of(path: str) -> Language | None:
    """The language of a file by its name; ``None`` where no signal speaks it."""
    _, dot, suffix = path.rpartition("/")[2].rpartition(".")
    if not dot:
        return None
    return CPP if suffix == "C" else _SUFFIXES.get(suffix.lower())


def role_of(path: str) -> PathRole:
    """Product code, test, benchmark, or beside the product."""
    if language_of(path) is None:
        return PathRole.OTHER
    folders, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    segments = frozenset(_above_packages(folders.lower()).split("/"))
    if segments & _BENCHMARK_FOLDERS or _is_benchmark_stem(stem):
        return PathRole.BENCHMARK
    if segments & _TEST_FOLDERS or _is_test_stem(name, stem):
        return PathRole.TEST
    low = name.lower()
    if segments & _AUXILIARY_FOLDERS or low in _AUXILIARY_NAMES or low.endswith(_DECLARATION_ENDS):
        return PathRole.AUXILIARY
    return PathRole.PRODUCT


def _above_packages(folders: str) -> str:
    """The folders down to ``src/main/java``: below it stand packages, as ``org.example``."""
    above, found, _ = folders.partition("src/main/java/")
    return above + found


def is_test_path(path: str) -> bool:
    """Whether the file is one of tests or benchmarks, by its folders or its name."""
    return role_of(path) in (PathRole.TEST, PathRole.BENCHMARK)


def _is_test_stem(name: str, stem: str) -> bool:
    low = stem.lower()
    if low in _WHOLE_TEST_STEMS or low.startswith(_TEST_STEMS) or low.endswith(_TEST_ENDS):
        return True
    if name.endswith((".java", ".cc", ".cpp")) and stem.endswith(_JAVA_TEST_ENDS):
        return True
    if not name.endswith(".java"):
        return False
    integration = stem.endswith("IT") and not stem[:-2].isupper()  # and no word, as in COMMIT
    return integration or (stem.startswith("Test") and stem[4:5].isupper())


def _is_benchmark_stem(stem: str) -> bool:
    low = stem.lower()
    if low in _WHOLE_BENCHMARK_STEMS or low.startswith(_BENCHMARK_STEMS):
        return True
    return low.endswith(_BENCHMARK_ENDS) or stem.endswith(("Benchmark", "Benchmarks"))


_VENDORED_FOLDERS = frozenset((
    "vendor", "vendored", "node_modules", "third_party", "third-party", "thirdparty", "3rdparty",
    "external", "extern", "bower_components", "godeps", "_vendor", "site-packages", "deps",
))  # fmt: skip
_GENERATED_FOLDERS = frozenset(("generated", "gen", "__generated__", "dist", "autogen", "_gen"))
_GENERATED_ENDS = (
    ".min.js", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", "_pb2_grpc.py", ".g.dart", ".bundle.js",
    "_generated.go", "_generated.rs", "_generated.py", ".generated.ts", ".generated.js",
    ".generated.rs", ".gen.go", ".gen.ts", "_string.go", ".tab.c", ".tab.h", ".yy.c",
    "_gen.go", ".generated.go", ".pb.gw.go", ".freezed.dart", "_ffi_bindings.rs",
)  # fmt: skip


def is_vendored_path(path: str) -> bool:
    """Whether the file is somebody else's, by the folders that are kept for such files."""
    return not _VENDORED_FOLDERS.isdisjoint(path.lower().split("/")[:-1])


def is_generated_path(path: str) -> bool:
    """Whether a program writes the file, by its folders or its name."""
    low = path.lower()
    folders, _, name = low.rpartition("/")
    if not _GENERATED_FOLDERS.isdisjoint(folders.split("/")):
        return True
    return low.endswith(_GENERATED_ENDS) or name.startswith(("zz_generated", "moc_", "qrc_"))
