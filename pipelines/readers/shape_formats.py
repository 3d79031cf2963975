"""Whether a file holds shapes, told by its beginning: JSON that is read, or a format of maps that must be exported."""

import io
import re
import zipfile
from pathlib import Path

from pipelines.files import BROKEN_ZIP
from pipelines.readers.file_kinds import ZIP
from pipelines.readers.received_files import first_bytes, received_bytes
from pipelines.readers.sheets import Unreadable
from pipelines.readers.text_encodings import decoded

EXAMINED = 1 << 16
SHAPEFILE = b"\x00\x00\x27\x0a"
GEOPACKAGE = (b"SQLite format 3\x00", slice(68, 72), b"GPKG")
DBASE = (b"\x03", b"\x30", b"\x31", b"\x83", b"\x8b", b"\xf5")
SHAPEFILE_NAME = ("Shapefile（.shp）", "a shapefile (.shp)")
PART_NAME = ("Shapefile 的附属文件", "a part of a shapefile")
TEXTS: tuple[tuple[str, str, str], ...] = (
    (r"<(?:\w+:)?kml[\s>]", "KML 文件", "a KML file"),
    (r"<gml:|xmlns:gml=", "GML 文件", "a GML file"),
    (r"\A\s*(?:GEOGCS|PROJCS|GEOGCRS|PROJCRS)\s*\[", *PART_NAME),
    (r"\A\s*(?:UTF-?8|GBK|GB2312|GB18030|936|65001)\s*\Z", *PART_NAME),
    (r"\A\s*!table\b", "MapInfo 文件（.tab）", "a MapInfo file (.tab)"),
    (r"\A\s*Version\s+\d+\s+Charset\b", "MapInfo 文件（.mif）", "a MapInfo file (.mif)"),
    (r'registerMap\s*\(|\A[^{]{1,400}\{\s*"type"\s*:\s*"(?:Feature|Topology)', "写在程序代码里的边界（.js）",
     "boundaries inside program code (.js)"),
)  # fmt: skip
"""What texts of other formats begin with, and their names."""
_SHAPES = re.compile(r'"(?:coordinates|features|geometries|arcs|rings|objects)"\s*:|"type"\s*:\s*"(?:Feature|Topology)')


def recognised(path: Path) -> bool:
    """Whether a file is GeoJSON, TopoJSON or the JSON of ArcGIS, in any encoding. Raises Unreadable for other maps."""
    beginning = first_bytes(path, EXAMINED)
    _refuse_binary(beginning)
    if beginning.startswith(ZIP):
        _refuse_archive(path)
        return False
    text = _text(beginning)
    if text.startswith("{"):
        return _SHAPES.search(text) is not None
    for pattern, zh, en in TEXTS:
        if re.search(pattern, text):
            raise Unreadable("F153", detail_zh=zh, detail_en=en)
    return False


def _refuse_binary(beginning: bytes) -> None:
    start, place, mark = GEOPACKAGE
    if beginning.startswith(SHAPEFILE):
        raise Unreadable("F153", detail_zh=SHAPEFILE_NAME[0], detail_en=SHAPEFILE_NAME[1])
    if beginning.startswith(start) and beginning[place] == mark:
        raise Unreadable("F153", detail_zh="GeoPackage 文件", detail_en="a GeoPackage")
    if _is_dbase(beginning):
        raise Unreadable(
            "F153",
            detail_zh="dBASE 表（.dbf，多为 Shapefile 的属性表；如是数据表，请用 Excel/WPS 打开后另存为 .xlsx）",
            detail_en="a dBASE table (.dbf, mostly a part of a shapefile; a table of data: save it as .xlsx)",
        )


def _is_dbase(beginning: bytes) -> bool:
    """By its header: a version, month and day of the last change, and a length of 32 bytes for each column and one."""
    return (
        len(beginning) > 64 and beginning.startswith(DBASE) and 1 <= beginning[2] <= 12 and 1 <= beginning[3] <= 31
        and int.from_bytes(beginning[8:10], "little") % 32 in (1, 8)
    )  # fmt: skip


def _refuse_archive(path: Path) -> None:
    """A zip with a shapefile or KML in it; other archives are told as such elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(received_bytes(path))) as archive:
            names = [name.lower() for name in archive.namelist()]
    except BROKEN_ZIP:
        return
    for ending, zh, en in ((".shp", "装有 Shapefile 的压缩包", "a shapefile in an archive"), (".kml", "KMZ", "KMZ")):
        if any(name.endswith(ending) for name in names):
            raise Unreadable("F153", detail_zh=zh, detail_en=en)


def _text(beginning: bytes) -> str:
    try:
        return decoded(beginning).text.lstrip("\ufeff\x1e \t\r\n")
    except Unreadable:
        return ""
