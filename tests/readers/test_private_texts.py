"""What a document says about persons is blanked in place."""

import pytest

from pipelines.readers.private_texts import without_persons


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("联系人：张三丰 13812345678", "联系人：＊＊＊ 138＊＊＊＊＊＊＊＊"),
        ("户主:李四，倒房2间", "户主:＊＊，倒房2间"),
        ("死者王小二（男，45岁）", "死＊＊＊＊（男，45岁）"),
        ("村民赵六，女，61岁，受伤", "＊＊＊＊，女，61岁，受伤"),
        ("身份证号610103196001011234", "身份证号610＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("截至8月，全县受灾人口7.1万人，转移安置300人", "截至8月，全县受灾人口7.1万人，转移安置300人"),
        ("行政区划代码610116100000", "行政区划代码610116100000"),
        ("负责人数12人", "负责人数12人"),
        ("报告人：张三 审核人：李四", "报告人：＊＊ 审核人：＊＊"),
        ("联系人 王小明", "联系人 ＊＊＊"),
        ("承办人：李四、王五。", "承办人：＊＊＊＊＊。"),
        ("户主李四家倒房3间", "户主＊＊家倒房3间"),
        ("村民王五家受灾", "村民＊＊家受灾"),
        ("值班电话029-88888888", "值班电话029＊＊＊＊＊＊＊＊＊"),
        ("卡号6222 0202 0001 2345 678", "卡号622＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        (
            "死亡三人（男二人，女一人），受灾群众三十余人（男十二人）",
            "死亡三人（男二人，女一人），受灾群众三十余人（男十二人）",
        ),
        ("户主：倒塌房屋三间", "户主：倒塌房屋三间"),
        ("慰问困难职工、女职工", "慰问困难职工、女职工"),
    ],
)
def test_what_tells_of_persons_is_blanked_letter_by_letter(text: str, kept: str) -> None:
    assert without_persons(text) == kept
    assert len(kept) == len(text)


def test_a_figure_of_many_digits_is_no_telephone_number() -> None:
    text = "直接经济损失13812345678元"
    assert without_persons(text, [(6, 18)]) == text
