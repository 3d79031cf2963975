"""The asset graph as people see it: the layers of the design, in Chinese, and nothing else."""

import dagster as dg
import pytest

from pipelines import build, models
from pipelines.definitions import defs

LAYERS = ("raw", "staging", "core", "marts", "checks", "release")
KEYS = {
    "raw/sources", "staging/readings",
    "core/report_versions", "core/adjustments", "core/candidates", "core/losses", "core/events", "core/zone_hosts",
    "core/regions",
    "core/region_losses", "core/coverage", "core/period_figures", "core/figure_states",
    "core/relief_funds", "core/relief_supplies", "core/winter_spring", "core/insurance_policies",
    "core/insurance_claims",
    "core/rebuilding", "core/population", "core/gdp", "core/cpi", "core/reporting_units", "core/boundaries",
    "core/documents", "core/document_lines", "core/document_figures",
    "core/filings", "core/filed_figures", "core/received_filings", "core/returned_filings", "marts/filing_status",
    "checks/findings", "checks/rejected_rows",
    "marts/annual_losses", "marts/losses_by_day", "marts/year_on_year", "marts/year_on_year_views",
    "marts/price_factors", "marts/annual_rates", "marts/losses_by_month", "marts/covered_months", "meta/rates",
    "marts/loss_composition",
    "marts/relief_funds", "marts/relief_totals", "marts/relief_batches", "marts/winter_spring", "marts/house_insurance",
    "marts/loss_and_cover", "marts/rebuilding", "marts/relief_supplies", "marts/period_comparisons",
    "marts/reporting_status", "marts/revisions",
    "marts/running_disasters", "marts/response_distance", "meta/response_criteria", "marts/annual_known",
    "marts/changes", "core/region_paths", "core/version_spans", "core/report_files", "marts/record_counts",
    "marts/revised_disasters", "marts/townships_affected", "marts/compared_regions",
    "meta/sources", "meta/indicators", "meta/hazards", "meta/units", "meta/rules", "meta/settings",
    "meta/ledger_columns", "meta/ledger_choices", "meta/township_counts",
    "release/snapshot",
}  # fmt: skip
GRAPH = defs.resolve_asset_graph()


def named(key: str) -> dg.AssetKey:
    return dg.AssetKey(key.split("/"))


def test_the_assets_are_those_of_the_design() -> None:
    assert {key.to_user_string() for key in GRAPH.get_all_asset_keys()} == KEYS


def test_every_asset_stands_in_a_layer_and_is_described_in_chinese() -> None:
    for key in GRAPH.get_all_asset_keys():
        node = GRAPH.get(key)
        assert node.group_name in LAYERS
        assert any("一" <= letter <= "鿿" for letter in node.description or ""), key


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("staging/readings", "raw/sources"),
        ("core/report_versions", "staging/readings"),
        ("core/losses", "core/report_versions"),
        ("checks/findings", "core/losses"),
        ("marts/annual_losses", "core/region_losses"),
        ("release/snapshot", "marts/annual_losses"),
        ("release/snapshot", "checks/findings"),
    ],
)
def test_data_flows_from_layer_to_layer(later: str, earlier: str) -> None:
    assert named(earlier) in GRAPH.get(named(later)).parent_keys


def test_nothing_flows_back_into_an_earlier_layer() -> None:
    order = {layer: rank for rank, layer in enumerate(LAYERS)}
    for name in models.order():
        if name not in build.published_models() or name.startswith("meta."):
            continue
        for source in build.upstream(name):
            assert order[source.split(".")[0]] <= order[name.split(".")[0]], (source, name)


def test_the_release_comes_after_everything_else() -> None:
    assert GRAPH.get(named("release/snapshot")).parent_keys == {
        named(n.replace(".", "/")) for n in build.published_models()
    }


def test_only_our_own_faults_block() -> None:
    blocking = {
        (key.asset_key.to_user_string(), key.name)
        for key in GRAPH.asset_check_keys
        if GRAPH.get_check_spec(key).blocking
    }
    assert {name for _, name in blocking} == {"rows_accounted_for", "columns_as_promised"}
    assert ("checks/findings", "columns_as_promised") in blocking


def test_there_are_two_jobs_and_a_sensor_that_is_off() -> None:
    repository = defs.get_repository_def()
    jobs = sorted(job.name for job in repository.get_all_jobs() if not job.name.startswith("__"))
    assert jobs == ["file_export", "refresh"]
    (sensor,) = repository.sensor_defs
    assert (sensor.name, sensor.default_status) == ("new_files", dg.DefaultSensorStatus.STOPPED)
