"""Shapes of code that speak for, or against, a change in performance.

Each shape is counted in the added and in the removed code of the whole change; its points are
given once, by whether it became more frequent or rarer. Patterns are matched against code
without comments and texts, line by line, and repeat no more than a bounded number of times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doctrine_check.changes.distinct import DistinctLines
from doctrine_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doctrine_check.changes.product import Product, ProductLine


class Shape(Record):
    """A shape of code, and what it is worth that it becomes more frequent, or rarer."""

    id: str
    more: int
    fewer: int
    about: str
    pattern: re.Pattern[str]


def _shape(name: str, more: int, fewer: int, about: str, pattern: str) -> Shape:
    return Shape(f"code-{name}", more, fewer, about, re.compile(pattern))


SHAPES: tuple[Shape, ...] = (
    _shape("inlining", 7, 1, "hints to the compiler: inline, likely, cold, prefetch",
        r"\binline\b|_INLINE\b|noinline|NOINLINE|always_inline|forceinline|#\[cold\]|\blikely\("
        r"|\bunlikely\(|__builtin_expect|@cython\.|\brestrict\b|prefetch"),
    _shape("idioms", 24, 4, "idioms that are written for speed and for nothing else",
        r"lru_cache|functools\.cache\b|cached_property|__slots__|@njit|@cython\.|inline\(always\)"
        r"|always_inline|ALWAYS_INLINE|#\[inline|forceinline|\bunlikely\(|\blikely\(|LIKELY\("
        r"|__builtin_expect|_prefetch\(|with_capacity\(|\.reserve\(|ensureCapacity\(|sync\.Pool"
        r"|_unchecked(?:_mut)?\(|_mm\d{0,3}_\w|__m\d{3}i|npyv_|vld1q|memory_order_relaxed|Relaxed\b"
        r"|std::move\(|string_view|emplace_back|SmallVec|FxHashMap|memchr::|\bCow::|MaybeUninit"
        r"|extend_from_slice|select_related|prefetch_related|executemany|addBatch\(|allocUnsafe"
        r"|#__PURE__|EnumMap|LongAdder|computeIfAbsent|strings\.Builder|strconv\.Append|\[:0\]"
        r"|RWMutex|recvmmsg|sendmmsg|io_uring|madvise|setNoDelay|memoryview|\bpar_iter"),
    _shape("capacity", 5, 3, "a capacity is given in advance",
        r"with_capacity|\breserve(?:_exact)?\(|ensureCapacity|\bmake\(\[\][^,]{1,60}, ?0, "
        r"|\bmake\(map\[[^,]{1,60}, |new (?:Array|Linked)?(?:List|HashMap|HashSet|StringBuilder|"
        r"StringBuffer)(?:<[^>]{0,60}>)?\([^)\"]{1,60}\)|size_hint|presize|\bcapacity\b"),
    _shape("pool", 8, 2, "objects are kept and used again",
        r"sync\.Pool|[Pp]ool\b|[Pp]ooled|[Rr]ecycl|\breuse|freelist|free_list|ThreadLocal"
        r"|thread_local|threadlocal|\barena\b|\bArena\b|__slots__"),
    _shape("cache", 15, 4, "results are kept: cache, memo, LRU, interning",
        r"[Cc]ache|CACHE|[Mm]emoi[sz]|lru_|LRU|\b[Ii]ntern(?:ed)?\b|[Pp]recomput|\breify\b"),
    _shape("fast-path", 15, 3, "names that speak of speed: fast, hot path, hint, shortcut",
        r"[Ff]ast(?!api|ify|-forward)|[Hh]ot_?[Pp]ath|[Ss]low_?[Pp]ath|[Qq]uick|[Oo]ptimi[sz]e"
        r"|[Cc]heap|[Uu]nroll|\bhint|_hint|[Ss]hortcut|[Ss]peedup"),
    _shape("lazy", 5, 0, "work is put off until it is needed, or done once",
        r"[Ll]azy|[Ll]azily|LAZY|OnceCell|OnceLock|sync\.Once|call_once|\?\?=|computeIfAbsent"),
    _shape("batch", 5, 1, "work is batched, split over cores or vectorised",
        r"[Bb]atch|[Bb]ulk|[Cc]oalesc|chunks?_exact|[Ss]hard|[Pp]arallel|rayon|par_iter|[Pp]realloc"
        r"|[Vv]ectori[sz]|[Bb]uffered|\bstride"),
    _shape("copies", -3, 5, "copies and intermediate collections",
        r"\.clone\(\)|to_owned\(\)|to_string\(\)|to_vec\(\)|\.collect\(|\.collect::<|\bcopy\("
        r"|deepcopy|memcpy|\.slice\(\)|toString\(\)|\.copy\(|\bdup\(|format!|Sprintf|std::string\("
        r"|ToString\(|\.\.\.\w|String\(|\.split\(|\.filter\(|\.map\(|\.forEach\(|\.concat\("
        r"|\.reduce\("),
    _shape("allocations", 2, 4, "allocations",
        r"malloc\(|calloc\(|\bnew [A-Z]|make\(\[\]|Box::new|Box<|Arc::new|Arc<|append\(|vec!\["
        r"|Vec::new|String::new|std::vector|\[\]byte\(|HashMap::new|StringBuffer"),
    _shape("borrowed", 5, 1, "moves, views and unchecked access in place of copies",
        r"std::move|std::forward|emplace|string_view|\bCow\b|SmallVec|ArrayVec|MaybeUninit"
        r"|mem::(?:take|swap|replace)|get_unchecked|_unchecked\(|extend_from_slice|FxHash|as_ref\(\)"
        r"|as_bytes|as_slice|&'static|memoryview|bytearray|subarray|\[:0\]|swap_remove|alloca\("
        r"|memmove|arraycopy|\bUnsafe\b|allocUnsafe|unsafe\.String|StringBuilder|strings\.Builder"
        r"|bytes\.Buffer|strconv\.Append|type\(\w{1,40}\) is|zero_?copy"),
    _shape("containers", 7, 4, "a container or search that looks up faster",
        r"\bHashMap|\bHashSet|binary_search|bisect|EnumMap|[Bb]it[Ss]et|frozenset|\bdeque\b"
        r"|namedtuple|NamedTuple|Object\.create\(null\)|new (?:Weak)?(?:Map|Set)\b|memr?chr|memmem"
        r"|charCodeAt|\bset\(|unordered_"),
    _shape("locks", 0, 1, "locks, atomics and channels",
        r"[Mm]utex|MUTEX|\block\b|[Ll]ock\(|LOCK\(|RwLock|synchronized|\bspin|[Aa]tomic|Relaxed"
        r"|compare_exchange|fetch_add|volatile|xchg|seq_cst|memory_order|crossbeam|chan struct"),
    _shape("simd", 2, 0, "vector instructions and counting of bits",
        r"_mm\d{0,3}_|__m\d{2,3}i|\b[Ss][Ii][Mm][Dd]|\bsse\d?\b|\bavx|\bAVX|\bneon|npyv_|vld1|movemask"
        r"|popcount|popcnt|trailing_zeros|leading_zeros|\bctz|\bclz|__builtin_c|crc32|aarch64"),
    _shape("bits", 8, 1, "arithmetic on bits",
        r"<<|>>>|>> ?\d|& ?(?:0x|\d|\w{0,30}[Mm]ask|\w{0,30}MASK)"
        r"|\bu(?:int)?(?:8|16|32|64)(?:_t)?\b|0x[0-9a-fA-F]{2}|\bmask\b"),
    _shape("system-calls", 3, 3, "system calls that move or wait for data",
        r"epoll|kevent|kqueue|recvmmsg|sendmmsg|readv\b|writev\b|mmap|madvise|setNoDelay"
        r"|TCP_NODELAY|io_uring|\bcork|fadvise|fallocate|getenv\(|gettimeofday|clock_gettime|CLOCK_"
        r"|readdir|sendfile|\bfflush"),
    _shape("reflection", -1, 1, "reflection or regular expressions",
        r"[Rr]eflect|getDeclared|setAccessible|getMethod|\binspect\.|getattr\(|hasattr\("
        r"|(?:Must)?Compile\(|Regex::new|re\.compile|Pattern\.compile|new RegExp"
        r"|/[gimuy]{0,3}\.(?:test|exec)\(|\.match\("),
    _shape("counted-loops", 4, 4, "loops written out by index or condition",
        r"\bfor ?\([^;]{0,60};|\bfor [^;{]{1,60}; |\bwhile\b|for \w{1,30} in 0\.\.|range\(len"
        r"|\bdo \{"),
    _shape("each-loops", 0, 4, "loops over a collection",
        r"\bfor\b[^;]{1,80}?(?:\bin\b|\bof\b|:= range| : )|\.forEach\(|for_each"),
    _shape("positions", 11, 6, "lengths, positions and bounds",
        r"\blen\(|\.len\(\)|\.length\b|\.size\(\)|\bidx\b|\bindex\b|\bi\b|\boffset|\bpos\b|\bmin\("
        r"|\bmax\(|\bptr\b|\*p\b|\bend\b|charAt"),
    _shape("searches", 3, 4, "searches, sorts and look-ups",
        r"\bsort|sorted\(|\.contains\(|includes\(|indexOf\(|\bin \[|\.find\(|\.some\(|\bany\("
        r"|\ball\(|[sS]tarts_?[wW]ith|\.get\(|exists\(|isfile|resolve\(|[nN]ormalize|[cC]anonical"),
    _shape("empty-checks", 4, 2, "empty input is told apart",
        r"is_empty\(\)|\.empty\(\)|isEmpty\(\)|\.length ===? 0|size\(\) == 0|if not \w{1,40}:"
        r"|> 0\b|== 0\b|!= 0\b"),
    _shape("joined-queries", 15, 0, "related rows are fetched together",
        r"select_related|prefetch_related|joinedload|selectinload|subqueryload|JOIN FETCH"
        r"|DataLoader|bulk_create|bulk_update|executemany|[aA]ddBatch\(|executeBatch|[mM]ulti_?[gG]et"
        r"|fetchmany|insertMany|bulkWrite|\.includes\(:"),
    _shape("skipped-work", 4, -1, "work is skipped when it is not needed",
        r"[Ss]kip|[Aa]void|\b[nN]eeds?\b|needs_|\bonly\b|_only|[a-z]Only\b|[aA]lready|[dD]irty"
        r"|\bchanged|[vV]isited|\bseen\b"),
    _shape("first-use", 0, 3, "a value is made at its first use",
        r"^if [^{]{1,60}(?:is None|== null|== nil|=== undefined|== NULL|is_none\(\)|=== null)"
        r"[^=]{0,20}$"),
    _shape("constants", 7, 3, "values are made once, as constants of a module or class",
        r"^(?:_?[A-Z][A-Z0-9_]{2,40} = |const [A-Za-z_]\w{0,40} = |(?:private |public )?"
        r"(?:static final|final static) |static const|static constexpr|constexpr |lazy_static"
        r"|var [a-z]\w{0,40} = (?:regexp|map|\[)|static [A-Z_]{2,40}:)"),
    _shape("concurrency", 3, 2, "threads, tasks and queues",
        r"[Tt]hread|[Ww]orker|[Ee]xecutor|\basync\b|\bspawn|[Qq]ueue|goroutine|go func|\bawait\b"
        r"|Future|Promise\.all"),
    _shape("waits", 4, 3, "deferred or awaited calls",
        r"\bdefer\b|\bawait\b|\basync\b"),
    _shape("unsafe", 4, 0, "unsafe code", r"\bunsafe\b|\bUnsafe\b|transmute|reinterpret_cast"),
    _shape("errors", -12, -7, "errors are raised, returned or reported",
        r"\berr(?:or|no)?\b|Error\b|ERROR|\braise\b|\bthrows?\b|Errorf|\bpanic|abort\(|EINVAL|UV_E"
        r"|\bwarn|Exception|[Ff]ailed|[Ii]nvalid"),
    _shape("logging", -5, -2, "logging and printing",
        r"\blog(?:ger|ging)?\b|debug!|trace!|info!|printf|\bprint\(|println|console\.|\.Log\(|level\."),
    _shape("texts", -11, -5, "texts", r'""'),
    _shape("settings", -7, -3, "options, settings, parameters",
        r"[Oo]ption|[Cc]onfig|[Ss]etting|\bflags?\b|[Pp]aram|\bargv\b|\bargs\b|\benv\b|getopt"
        r"|[Dd]efault"),
    _shape("new-api", -7, -5, "functions or types that others may call",
        r"^(?:pub (?:async |unsafe |const )?fn|pub struct|pub enum|export |public |def [a-z]|class "
        r"|func (?:\([^)]{1,60}\) )?[A-Z]|interface |struct [A-Z]|type [A-Z])"),
    _shape("new-helpers", 2, 1, "functions of the file's own",
        r"^(?:fn |async fn|pub\(crate\) fn|def _|func (?:\([^)]{1,60}\) )?[a-z]|static |private "
        r"|protected |function )"),
    _shape("functions", -1, -3, "functions or types",
        r"^(?:pub |fn |export |public |private |def |class |func |static |function |struct )"),
    _shape("platforms", 2, -3, "platforms and build switches",
        r"^#\s{0,8}(?:if|ifdef|ifndef|else|elif|endif|undef)\b|\bcfg\(|_WIN32|__APPLE__|sys\.platform"
        r"|GOOS|version_info|process\.platform"),
    _shape("annotations", 0, -2, "attributes and annotations",
        r"^(?:#\[(?!inline|cold|cfg_attr)|@(?!Override))"),
    _shape("types", -2, -2, "types and generics",
        r"TypeVar|typing|-> None|\bcast\(|Optional\[|Union\[|\bAny\b|\bas any\b|interface |Generic"
        r"|Protocol\b|Callable|readonly|impl<|PhantomData|\btemplate|\btypename"),
    _shape("branches", -2, -1, "further cases", r"\belif\b|\belse if\b|^case\b|^default:"),
    _shape("closing", -5, -1, "resources are closed or released",
        r"[Cc]lose|[Ss]hutdown|[Dd]estroy|[Cc]leanup|[Dd]ispose|[Rr]elease|[Ff]inali[sz]e|[Cc]ancel"
        r"|free\(|unref|\bdrop\("),
    _shape("assertions", 3, -2, "assertions", r"\bassert|ASSERT|expect\(|invariant"),
    _shape("compatibility", -6, -3, "versions, deprecation, compatibility",
        r"[Dd]eprecat|[Vv]ersion|VERSION|[Ll]egacy|[Cc]ompat|[Ff]allback"),
    _shape("time", 2, 0, "timeouts and clocks",
        r"[Tt]imeout|[Dd]eadline|\btime\b|[Tt]imer|\bsleep|[Dd]uration|\bclock"),
    _shape("statistics", 2, 1, "statistics and metrics",
        r"\bstats?\b|[Mm]etric|[Cc]ounter|[Hh]istogram|[Gg]auge|[Tt]elemetry"),
    _shape("encodings", -1, -1, "encodings and escapes",
        r"[Ee]ncod|[Dd]ecod|utf|[Uu]nicode|ascii|charset|locale|[Ee]scape|quote"),
    _shape("returns", 3, 3, "ways out", r"\breturn\b"),
    _shape("conditions", 7, 2, "conditions", r"\bif\b"),
    _shape("variables", 8, 5, "variables",
        r"^(?:let|var|const|auto|int|size_t|[A-Za-z_]\w{0,30} :?= )"),
    _shape("calls", 3, 8, "calls", r"\w\("),
    _shape("closures", -1, 1, "closures",
        r"=>|->|\blambda\b|\|[a-z_, &]{0,20}\| |\bfunction ?\("),
)  # fmt: skip


def shapes_of(product: Product) -> Iterator[tuple[Shape, bool, ProductLine]]:
    """The shapes that became more frequent (true) or rarer, each with a line that shows it."""
    added, removed = DistinctLines(product.added()), DistinctLines(product.removed())
    for shape in SHAPES:
        more, first_added = added.count(shape.pattern)
        less, first_removed = removed.count(shape.pattern)
        if more > less and first_added is not None:
            yield shape, True, first_added
        elif less > more and first_removed is not None:
            yield shape, False, first_removed
