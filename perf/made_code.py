"""Code as people write it, in seven languages, for repositories that benchmarks make.

``$A`` to ``$E`` stand for names and ``$N`` for numbers.
"""

from __future__ import annotations

NAMES = (
    "request", "session", "token", "page", "index", "queue", "worker", "cache", "buffer", "entry",
    "node", "value", "total", "offset", "limit", "frame", "packet", "stream", "record", "table",
    "column", "cursor", "batch", "shard", "replica", "lease", "policy", "budget", "ledger", "event",
    "handler", "parser", "writer", "reader", "state", "option", "header", "digest", "window",
    "route",
)  # fmt: skip

_PYTHON = (
    '''\
def $A(self, $B, $C=None):
    """Return the $D of $B, or None where there is none.

    The $C is read once.
    """
    if $C is None:
        $C = self.$D.get($B, $N)
    for $E in sorted($C.items()):
        if not $E.name.startswith("$B"):  # belongs to another $D
            continue
        self.$D[$E.name] = $E.value + $N
    return self.$D
''',
    """\
class $A:
    # $B and $C are kept in step by $D.
    def __init__(self, $B, $C):
        self.$B = $B
        self.$C = list($C)
        self._$D = {}

    def $E(self, key):
        try:
            found = self._$D[key]
        except KeyError:
            raise ValueError(f"no $D for {key!r}") from None
        logger.debug("took %s of %d", found, len(self.$C))
        return [row.strip() for row in found.split(",") if len(row) > $N]
""",
)
_RUST = (
    """\
/// Reads the $B and gives its $C.
pub fn $A(&mut self, $B: &[u8], $C: usize) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    for chunk in $B.chunks($N) {
        let $D = self.$E.get(&chunk[0]).ok_or(Error::Missing)?;
        if $D.len() > $C {
            return Err(Error::TooLong { found: $D.len(), most: $N });
        }
        out.extend_from_slice($D.as_bytes()); // copied once
    }
    Ok(out)
}
""",
    """\
impl<'a> $A<'a> {
    fn $B(&self, $C: &str) -> Option<&'a str> {
        match self.$D.lock().unwrap().get($C) {
            Some($E) if $E.count < $N => Some($E.text.as_str()),
            Some(_) | None => None,
        }
    }
}
""",
)
_GO = (
    """\
// $A reads the $B of a $C and reports how many there were.
func (s *Server) $A(ctx context.Context, $B string, $C []byte) (int, error) {
	$D := make([]string, 0)
	for i, line := range strings.Split(string($C), "\\n") {
		if len(line) == 0 || i > $N {
			continue
		}
		$D = append($D, strings.TrimSpace(line))
	}
	if err := s.$E.Write(ctx, $B, $D); err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", $B, err)
	}
	return len($D), nil
}
""",
    """\
type $A struct {
	mu   sync.Mutex
	$B   map[string]*$C
	$D   time.Duration // how long an entry lives
}

func (c *$A) $E(key string) *$C {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.$B[key]
}
""",
)
_TYPESCRIPT = (
    """\
/**
 * Collects every $B below a $C.
 */
export async function $A($B: string, $C: Array<string>): Promise<number> {
  const $D = await fetch(`/api/${$B}/list?limit=$N`);
  let total = 0;
  $C.filter((item) => item.length > $N).forEach((item) => {
    total += item.split(',').map((part) => part.trim()).length;
  });
  if ($D.status !== 200) {
    throw new Error('unexpected status for ' + $B); // the caller tries again
  }
  return total;
}
""",
    """\
const $A = ({ $B, $C }: Props) => {
  const [$D, set$E] = useState(null);
  useEffect(() => {
    const timer = setTimeout(() => set$E($B.find((row) => row.id === $C)), $N);
    return () => clearTimeout(timer);
  }, [$B, $C]);
  return <Row title="$D" value={$D} />;
};
""",
)
_JAVA = (
    """\
    /**
     * Returns the $B of this $C.
     *
     * @param $C the one that is looked at
     */
    public List<String> $A(final String $B, int $C) throws IOException {
        List<String> $D = new ArrayList<>();
        for (Map.Entry<String, String> entry : this.$E.entrySet()) {
            if (entry.getKey().equals($B) && $C < $N) {
                $D.add(entry.getValue().toString());
            }
        }
        return Collections.unmodifiableList($D);
    }
""",
    """\
    private synchronized void $A(ByteBuffer $B) {
        // the $C is never null here
        byte[] $C = new byte[$B.remaining()];
        $B.get($C);
        this.$D = Math.max(this.$D, $C.length + $N);
        LOG.info("read {} bytes of $E", $C.length);
    }
""",
)
_C = (
    """\
/* Finds the $B of a $C; NULL
 * where there is none. */
static struct $A *$B(const char *$C, size_t $D)
{
	struct $A *$E;
	size_t i;

	for (i = 0; i < $D && i < $N; i++) {
		if (memcmp(&$C[i], "$E", 4) == 0)
			break;
	}
	$E = malloc(sizeof(*$E) * $D);
	if ($E == NULL)
		return NULL;
	memcpy($E->data, $C, $D); // with its end
	return $E;
}
""",
    """\
#ifdef HAVE_$A
int $B(int $C, uint32_t $D)
{
	uint32_t mask = 0x0f & ($D >> $N);

	while ($C-- > 0)
		mask = (mask << 1) ^ table[$C & 0xff];
	return (int)mask;
}
#endif
""",
)
_CPP = (
    """\
// Adds up every $B of $C.
template <typename T>
std::vector<std::string> $A::$B(const std::string& $C, T $D) {
  std::vector<std::string> out;
  out.reserve($D.size());
  for (const auto& [key, value] : $E_) {
    if (key.find($C) == std::string::npos) continue;
    out.push_back(std::string(value.begin(), value.end()));
  }
  assert(out.size() <= $N);
  return out;
}
""",
    """\
class $A final : public $B {
 public:
  explicit $A(std::shared_ptr<$C> $D) : $D_(std::move($D)) {}
  Status $E(int64_t count) const override {
    std::lock_guard<std::mutex> guard(mutex_);
    return count > $N ? Status::Error("too many $C") : Status::OK();
  }
};
""",
)
BLOCKS = {
    "py": _PYTHON, "rs": _RUST, "go": _GO, "ts": _TYPESCRIPT, "java": _JAVA, "c": _C, "cc": _CPP,
}  # fmt: skip
"""Functions and classes by the ending of their files."""
