"""Web pages named .xls, and XML spreadsheets of 2003 → cells."""

from datetime import datetime

from pipelines.readers.grids import Note, grid_of

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><title>t</title></head>
<body>
<h2>某市洪涝灾害统计表</h2>
<table border=1>
 <tr><th rowspan="2">地区</th><th colspan="2">人口</th></tr>
 <tr><th>受灾<br>人口</th><th>死亡</th></tr>
 <tr><td>&nbsp;&nbsp;长安区</td><td x:num="744.25">744</td><td>0</td></tr>
 <tr style="display:none"><td>渭滨区<td>4326<td>1
</table></body></html>"""

LAYOUT = """<table><tr><td>导航</td><td><table>
<tr><td>地区</td><td>人口</td></tr><tr><td>长安区</td><td><table><tr><td>744</td></tr></table></td></tr>
</table></td></tr></table>"""

WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="灾情"><Table>
 <Column ss:Index="3" ss:Hidden="1"/>
 <Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
 <Row><Cell><Data ss:Type="String">长安区</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">744</Data></Cell>
  <Cell><Data ss:Type="DateTime">2021-10-03T12:37:48.000</Data></Cell></Row>
 <Row ss:Hidden="1"><Cell><Data ss:Type="String">渭滨区</Data></Cell><Cell ss:Index="3" ss:Formula="=1+1"/>
  <Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="备用"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
 <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_a_web_page_is_read_as_a_spreadsheet_would_stack_it() -> None:
    grid = grid_of(PAGE.encode("gb18030"))
    (sheet,) = grid.sheets
    assert (grid.kind, grid.encoding) == ("html", "gb18030")
    assert sheet.rows == [
        ("某市洪涝灾害统计表", None, None),
        ("地区", "人口", None),
        (None, "受灾\n人口", "死亡"),
        ("长安区", "744.25", "0"),
        ("渭滨区", "4326", "1"),
    ]
    assert sheet.merged == ((2, 1, 3, 1), (2, 2, 2, 3))
    assert sheet.hidden_rows == {5}
    assert grid.notes == (Note("F024", "5", {"detail": "1"}),)


def test_nested_tables_follow_the_row_that_holds_them() -> None:
    (sheet,) = grid_of(LAYOUT.encode()).sheets
    assert sheet.rows == [("导航", None), ("地区", "人口"), ("长安区", "744")]


def test_several_tables_stand_below_each_other() -> None:
    page = "<table><tr><td rowspan=9>甲</td></tr></table><p>乙</p><table><tr><td>丙</td><td>丁</td></tr></table>"
    assert grid_of(page.encode()).sheets[0].rows == [("甲", None), ("乙", None), ("丙", "丁")]


def test_a_page_in_utf_16_is_known_as_a_page() -> None:
    assert grid_of(PAGE.encode("utf-16")).sheets[0].rows[3] == ("长安区", "744.25", "0")


def test_an_xml_spreadsheet_is_read_with_its_jumps_and_hidden_parts() -> None:
    grid = grid_of(WORKBOOK.encode())
    report, spare = grid.sheets
    assert (grid.kind, report.name, report.first_row) == ("xml", "灾情", 2)
    assert report.rows == [
        ("标题", None, None, None),
        ("长安区", None, 744.0, datetime(2021, 10, 3, 12, 37, 48)),
        ("渭滨区", None, None, "#N/A"),
    ]
    assert report.merged == ((2, 1, 2, 2),)
    assert (report.hidden_rows, report.hidden_columns) == ({4}, {3})
    assert report.formula_without_value == {(4, 3)}
    assert spare.is_hidden
    assert [note.rule_id for note in grid.notes] == ["F024", "F025", "F023"]
