"""file_export: the same act as `loss-ledger file`, with its options as run config and its refusals as the failure."""

from pathlib import Path

import dagster as dg

from pipelines import exports, places
from pipelines.errors import LedgerError
from pipelines.filings import filing, manifests, pending
from pipelines.filings.request import Request


def _optional(description: str, default: str = "") -> dg.Field:
    return dg.Field(str, default_value=default, is_required=False, description=description)


OPTIONS = {
    "profile": dg.Field(str, description="导出格式，如 national_wide、form_vertical / export profile"),
    "year": dg.Field(int, description="年份 / year"),
    "region": dg.Field(str, description="行政区划代码 / region code"),
    "prepared_by": dg.Field(str, description="填表人 / who prepared it"),
    "reviewed_by": dg.Field(str, description="审核人 / who reviewed it"),
    "reason": _optional("已报送数字有变动的理由 / why filed figures change"),
    "explain": _optional("说明核查问题的 CSV 文件 / file with explanations of findings"),
    "same_person_reason": _optional("填表人和审核人为同一人的原因 / why one person did both"),
    "event": _optional("只报一次灾害过程的报表 / a form of one disaster"),
    "zero": dg.Field(
        bool,
        default_value=False,
        is_required=False,
        description="声明该年没有灾情（零报告） / declare that there was no disaster",
    ),
    "encoding": _optional("CSV 编码 / of CSV", exports.ENCODINGS[0]),
}
"""The options of `loss-ledger file`; an empty one is not given."""


@dg.op(
    description="导出现行版本并存档；缺什么就全部说明，不写任何文件",
    config_schema=OPTIONS,
    out=dg.Out(str),
)
def file_release(context: dg.OpExecutionContext) -> str:
    """Answers the id of the filing."""
    asked = dict(context.op_config)
    asked |= {"explain": Path(asked["explain"]) if asked["explain"] else None, "event": asked["event"] or None}
    raw, warehouse = places.raw(), places.warehouse()
    for note in pending.notes(raw, warehouse):
        context.log.warning(f"{note.zh}\n{note.en}")
    try:
        filed = filing.make(Request(**asked), raw, warehouse)
    except LedgerError as refusal:
        raise dg.Failure(description=f"{refusal.zh}\n{refusal.en}", allow_retries=False) from refusal
    context.add_output_metadata(
        {
            "报送编号": filed.filing_id,
            "数据版本": filed.told["release"],
            "零报告": filed.told["is_zero"],
            "灾情记录": filed.told["counts"]["records"],
            "报送链校验值": manifests.short(filed.chain_hash),
            "文件夹": dg.MetadataValue.path(str(raw / manifests.FOLDER / filed.filing_id)),
        }
    )
    return filed.filing_id


@dg.job(description="报送：导出现行版本并存档（同 loss-ledger file）")
def file_export() -> None:
    """One run is one filing."""
    file_release()
