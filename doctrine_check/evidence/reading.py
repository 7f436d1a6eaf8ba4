"""From the fields of a file to its record: one loader for each kind of file.

The loaders judge; the published schemas say the same, and tests hold one to the other. Bounds are
formal ones. Whether a number is true is asked later, by rules that can recompute it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doctrine_check.evidence import model
from doctrine_check.evidence.fields import KIND, LEVER, LISTED, MAX_TEXT, Fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from doctrine_check.evidence.fields import Problems
    from doctrine_check.evidence.jsontext import Json
    from doctrine_check.evidence.model import Place

    _T = TypeVar("_T")
    Loader = Callable[[Fields], _T]

SCHEMA_VERSION = 1
"""History: 1, first published form. Every change raises it, for unknown fields are refused."""
MAX_SAMPLES = 2_000_000
"""Most values in one file of samples."""
MAX_CASES = 100_000
"""Most cases of an oracle."""
MAX_HOTSPOTS = 10
PRESENT, NOT_APPLICABLE = "present", "not-applicable"
EXCUSABLE = ("ART-04", "ART-05")
MEDIA_TYPE = "application/json"


def load(loader: Loader[_T], value: Json, place: Place, problems: Problems) -> _T | None:
    """What a loader makes of a value; ``None`` with at least one problem added.

    A file of another schema version, or of another artifact, is not looked into any further.
    """
    noted: Problems = []
    fields = Fields(value, place, noted)
    known = not noted and fields.constant("schema_version", SCHEMA_VERSION)
    if known and (artifact := _ARTIFACT_OF.get(loader)) is not None:
        known = fields.constant("artifact", artifact)
    made = loader(fields) if known else None
    problems.extend(noted)
    return None if noted else made


def manifest(fields: Fields) -> model.Manifest:
    """``manifest.json``."""
    tool = fields.object("tool")
    made = model.Manifest(
        place=fields.place,
        tool=tool.text("name"),
        tool_version=tool.text("version"),
        repository=fields.text("repository"),
        base_commit=fields.commit("base_commit"),
        measured_commit=fields.commit("measured_commit"),
        kinds=fields.different("kinds", fields.texts("kinds", least=1, pattern=KIND)),
        levers=fields.different("levers", fields.texts("levers", pattern=LEVER)),
        percentile_method=fields.choice("percentile_method", model.PERCENTILE_METHODS),
        created=fields.moment("created"),
        artifacts=tuple(_listed(row) for row in fields.objects("artifacts", least=1)),
        samples=tuple(_listed_samples(row) for row in fields.objects("samples")),
        files=tuple(_listed_file(row) for row in fields.objects("files")),
        justification=_optional(fields, "justification"),
    )
    return tool.closed(fields.closed(made))


def _optional(fields: Fields, name: str) -> str | None:
    """A text that may be ``null``, or not be there at all."""
    return fields.text_or_null(name, most=MAX_TEXT) if fields.has(name) else None


def _listed(row: Fields) -> model.Listed:
    status = row.choice("status", (PRESENT, NOT_APPLICABLE))
    if status == NOT_APPLICABLE:
        id_, reason = row.choice("id", EXCUSABLE), row.text("reason", most=MAX_TEXT)
        return row.closed(model.Listed(row.place, id_, None, None, None, status, reason))
    return row.closed(
        model.Listed(
            place=row.place,
            id=row.matching("id", LISTED),
            path=row.text("path"),
            sha256=row.digest("sha256"),
            media_type=row.choice("media_type", (MEDIA_TYPE,)),
            status=status,
            reason=None,
        )
    )


def _listed_samples(row: Fields) -> model.ListedSamples:
    return row.closed(
        model.ListedSamples(
            place=row.place,
            path=row.text("path"),
            sha256=row.digest("sha256"),
            benchmark=row.text("benchmark"),
            side=row.choice("side", model.SIDES),
        )
    )


def _listed_file(row: Fields) -> model.ListedFile:
    return row.closed(model.ListedFile(row.place, row.text("path"), row.digest("sha256")))


def baseline(fields: Fields) -> model.Baseline:
    """ART-01."""
    measurement, benchmarks = _measurement(fields), _benchmarks(fields)
    return fields.closed(model.Baseline(fields.place, measurement, benchmarks))


def profile(fields: Fields) -> model.Profile:
    """ART-02."""
    made = model.Profile(
        place=fields.place,
        measurement=_measurement(fields),
        side=fields.choice("side", ("before", "after")),
        profiler=fields.text("profiler"),
        stacks=fields.text_or_null("stacks"),
        flamegraph=fields.text_or_null("flamegraph"),
        total_samples=fields.integer("total_samples"),
        hotspots=tuple(_hotspot(row) for row in fields.objects("hotspots", most=MAX_HOTSPOTS)),
        allocations=tuple(_allocation(row) for row in fields.objects("allocations")),
    )
    if fields.peek("stacks") is None and fields.peek("flamegraph") is None:
        fields.refuse("stacks", "the name of a member here or in flamegraph", "null in both")
    return fields.closed(made)


def _hotspot(row: Fields) -> model.Hotspot:
    frame = row.text("frame", most=MAX_TEXT)
    return row.closed(model.Hotspot(row.place, frame, row.number("percent")))


def _allocation(row: Fields) -> model.Allocation:
    site = row.text("site", most=MAX_TEXT)
    return row.closed(model.Allocation(row.place, site, row.integer("bytes"), row.integer("count")))


def comparison(fields: Fields) -> model.Comparison:
    """ART-03."""
    return fields.closed(
        model.Comparison(
            place=fields.place,
            before=_side(fields.object("before")),
            after=_side(fields.object("after")),
            improvements=tuple(
                _improvement(row) for row in fields.objects("improvements", least=1)
            ),
            ratios=tuple(_ratio(row) for row in fields.objects("ratios")),
        )
    )


def _side(fields: Fields) -> model.Side:
    measurement, benchmarks = _measurement(fields), _benchmarks(fields)
    return fields.closed(model.Side(fields.place, measurement, benchmarks))


def _improvement(row: Fields) -> model.Improvement:
    return row.closed(
        model.Improvement(
            place=row.place,
            benchmark=row.text("benchmark"),
            metric=row.choice("metric", model.METRICS),
            percent=row.number("percent"),
            low=row.number("low"),
            high=row.number("high"),
            confidence=row.share("confidence"),
        )
    )


def _ratio(row: Fields) -> model.Ratio:
    null = row.has("lever") and row.peek("lever") is None
    return row.closed(
        model.Ratio(
            place=row.place,
            benchmark=row.text("benchmark"),
            metric=row.choice("metric", model.METRICS),
            ratio=row.number("ratio"),
            lever=None if null else row.matching("lever", LEVER),
        )
    )


def compatibility(fields: Fields) -> model.Compatibility:
    """ART-04."""
    return fields.closed(
        model.Compatibility(
            place=fields.place,
            base_commit=fields.commit("base_commit"),
            commit=fields.commit("commit"),
            command=_command(fields),
            junit_before=fields.text("junit_before"),
            junit_after=fields.text("junit_after"),
            oracle=fields.text("oracle"),
            coverage=fields.text("coverage"),
            coverage_format=fields.choice("coverage_format", model.COVERAGE_FORMATS),
        )
    )


def oracle(fields: Fields) -> tuple[model.OracleCase, ...]:
    """The member that ART-04 names as its oracle."""
    cases = fields.objects("cases", most=MAX_CASES)
    return fields.closed(tuple(_case(row) for row in cases))


def _case(row: Fields) -> model.OracleCase:
    return row.closed(
        model.OracleCase(
            row.place, row.any_text("input"), row.any_text("before"), row.any_text("after")
        )
    )


def tail(fields: Fields) -> model.TailLatency:
    """ART-05."""
    return fields.closed(
        model.TailLatency(
            place=fields.place,
            measurement=_measurement(fields),
            benchmark=fields.text("benchmark"),
            uninstrumented=_series(fields.object("uninstrumented")),
            instrumented=_series(fields.object("instrumented")),
            p99_impact_percent=fields.number("p99_impact_percent"),
            overhead_percent=fields.number("overhead_percent"),
            overhead_statistic=fields.choice("overhead_statistic", ("p50", "mean")),
            budget_percent=fields.number("budget_percent"),
            justification=fields.text_or_null("justification", most=MAX_TEXT),
        )
    )


def _series(fields: Fields) -> model.Percentiles:
    return fields.closed(_percentiles(fields))


def lever_record(fields: Fields) -> model.LeverRecord:
    """The record of the profile loop for one lever."""
    lever = fields.matching("lever", LEVER)
    steps = tuple(_step(row) for row in fields.objects("steps"))
    return fields.closed(model.LeverRecord(fields.place, lever, steps))


def _step(row: Fields) -> model.Step:
    return row.closed(
        model.Step(row.place, row.text("step"), row.texts("artifacts"), row.commits("commits"))
    )


def samples(fields: Fields) -> model.Samples:
    """Raw samples. The file is to be read with plain numbers, for there are many."""
    return fields.closed(
        model.Samples(
            place=fields.place,
            benchmark=fields.text("benchmark"),
            side=fields.choice("side", model.SIDES),
            unit=fields.choice("unit", model.UNITS),
            operations_per_sample=fields.integer("operations_per_sample", least=1),
            values=fields.numbers("values", least=1, most=MAX_SAMPLES),
        )
    )


def _measurement(fields: Fields) -> model.Measurement:
    """The fields that say how something was measured; they stand beside what was measured."""
    return model.Measurement(
        place=fields.place,
        commit=fields.commit("commit"),
        command=_command(fields),
        environment=_environment(fields.object("environment")),
        started=fields.moment("started"),
        finished=fields.moment("finished"),
    )


def _command(fields: Fields) -> tuple[str, ...]:
    return fields.texts("command", least=1, pattern="")


def _environment(fields: Fields) -> model.Environment:
    hardware = fields.object("hardware")
    made = model.Environment(
        place=fields.place,
        hardware=model.Hardware(
            place=hardware.place,
            cpu_model=hardware.text("cpu_model"),
            cpu_count=hardware.integer("cpu_count", least=1),
            memory_bytes=hardware.integer("memory_bytes", least=1),
        ),
        os=fields.text("os"),
        kernel=fields.text("kernel"),
        runtime=fields.text("runtime"),
    )
    return hardware.closed(fields.closed(made))


def _benchmarks(fields: Fields) -> tuple[model.Measured, ...]:
    return tuple(_measured(row) for row in fields.objects("benchmarks", least=1))


def _measured(row: Fields) -> model.Measured:
    return row.closed(
        model.Measured(
            place=row.place,
            name=row.text("name"),
            percentiles=_percentiles(row),
            throughput=_throughput(row.object("throughput")),
            peak_rss_bytes=row.integer("peak_rss_bytes"),
            cold_start=row.number("cold_start") if row.has("cold_start") else None,
        )
    )


def _percentiles(fields: Fields) -> model.Percentiles:
    return model.Percentiles(
        place=fields.place,
        unit=fields.choice("unit", model.UNITS),
        sample_count=fields.integer("sample_count"),
        p50=fields.number("p50"),
        p95=fields.number("p95"),
        p99=fields.number("p99"),
    )


def _throughput(fields: Fields) -> model.Throughput:
    """Throughput by the wall needs what it is made of; otherwise that may stand there."""
    definition = fields.choice("definition", model.DEFINITIONS)
    wall = definition == "wall"
    operations = fields.integer("operations") if fields.has("operations") or wall else None
    seconds = fields.number("wall_seconds") if fields.has("wall_seconds") or wall else None
    return fields.closed(
        model.Throughput(
            place=fields.place,
            ops_per_second=fields.number("ops_per_second"),
            definition=definition,
            operations=operations,
            wall_seconds=seconds,
        )
    )


_ARTIFACT_OF: dict[object, str] = {
    baseline: "ART-01",
    profile: "ART-02",
    comparison: "ART-03",
    compatibility: "ART-04",
    tail: "ART-05",
    lever_record: "MS-01",
}
"""What the field ``artifact`` says in the files that have one."""
