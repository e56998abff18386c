"""Rosters put together at random, from the words and habits of many offices, are read to the households behind them."""

import random
from pathlib import Path
from typing import Any

import pytest

from desk_app.kernel.sheets import read_sheets
from desk_app.modules.roster.plan import read_roster
from tests.modules.roster.made_rosters import (
    Home,
    estate,
    ids,
    names,
    phones,
    save_csv,
    save_ods,
    save_xls,
    save_xlsx,
)

HEADINGS = {
    "building": "楼栋 楼号 栋号 幢号 楼栋号 楼座 栋 幢 楼宇名称 楼\u3000栋 所在楼栋 座".split(" "),
    "unit": "单元 单元号 梯号 单元名称 单\u3000元 所属单元".split(" "),
    "room": "房号 房间号 室号 户号 门牌号 房间 房屋编号 房屋号 房\u3000号* 房间号(必填)".split(" "),
    "floor": "楼层 所在楼层 层 楼层号".split(" "),
    "name": "业主姓名 业主 户主 产权人 姓名 客户名称 业主名称 购房人 房主姓名 业\u3000主\n姓\u3000名 产权人姓名".split(
        " "
    ),
    "phone": "联系电话 电话 手机 手机号码 联系方式 移动电话 业主电话 手机号 电\u3000\u3000话".split(" "),
    "id": "身份证号 身份证号码 证件号码 证件号 身份证 业主身份证号码 身份证号(18位)".split(" "),
    "area": "建筑面积 面积 建面 产权面积 房屋面积 建筑面积(㎡) 面积（平方米） 建筑面积㎡".split(" "),
    "handover": "交房日期 交付时间 收楼日期 接房时间 交楼日期".split(" "),
    "note": "备注 备 注 说明 附注".split(" "),
    "plain": "性别 民族 物业费单价 是否签约 钥匙数量 QQ号 车辆数 欠费情况".split(" "),
}
BUILDINGS = ("{}栋", "{}#", "{}号楼", "{}", "{}幢", "0{}栋", "{}#楼")
UNITS = ("{}单元", "{}", "0{}")
ROOMS = ("{}", "{}室", "{}号")
MARKS = ("、", "/", " ", "，", "\n", "；", "。")


@pytest.mark.parametrize("seed", range(60))
def test_a_roster_put_together_at_random_is_read_whole(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    homes = estate(
        seed, rng.choice((("1", "2"), ("7", "8", "9"), ("3",))), rng.choice((("1", "2"), ("1",))), 4, 3
    )
    asked = [
        code for code in ("floor", "phone", "id", "area", "handover", "note", "plain") if rng.random() < 0.75
    ]
    path = _write(tmp_path, rng, homes, asked)
    plan = read_roster(read_sheets(path))
    read = {(e.room.building, e.room.unit, e.room.label): e for e in plan.entries}
    assert set(read) == {home.key for home in homes}
    for home in homes:
        entry = read[home.key]
        assert [person.name for person in entry.people] == [owner.name for owner in home.owners]
        assert {person.role for person in entry.people} == {"owner"}
        if "phone" in asked:
            numbers = [phone.number for person in entry.people for phone in person.phones]
            assert sorted(numbers) == sorted(owner.phone for owner in home.owners)
        if "id" in asked:
            assert [person.id_number for person in entry.people] == [owner.id_number for owner in home.owners]
        if "area" in asked:
            assert entry.room.built_area == int(home.area * 10_000)
        if "handover" in asked:
            assert entry.room.handover_on == home.handover_on
        assert entry.room.floor == home.floor
    assert not [finding for finding in plan.findings if finding.severity == "refuse"]


def _write(folder: Path, rng: random.Random, homes: list[Home], asked: list[str]) -> Path:
    codes = ["building", "unit", "room"]
    rest = ["name", *asked]
    rng.shuffle(rest)
    if rng.random() < 0.3:
        rng.shuffle(codes)
    columns = (["serial"] if rng.random() < 0.6 else []) + codes + rest
    headings: list[Any] = ["序号" if code == "serial" else rng.choice(HEADINGS[code]) for code in columns]
    styles = {
        "building": rng.choice(BUILDINGS),
        "unit": rng.choice(UNITS),
        "room": rng.choice(ROOMS),
        "mark": rng.choice(MARKS),
        "phones": rng.choice(MARKS),
        "day": rng.choice(("%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "")),
        "area": rng.choice(("{}", "{}㎡", "")),
    }
    lines: list[list[Any]] = []
    for number in range(rng.randrange(0, 4)):
        lines.append([("幸福花园业主信息表", "编制单位：幸福花园物业服务中心", "2024年度")[number]])
    header = len(lines)
    lines.append(headings)
    last = ""
    for number, home in enumerate(homes, 1):
        if last and home.building != last and rng.random() < 0.8:
            lines.append([("小计" if at == 0 else None) for at in range(len(columns))])
        if rng.random() < 0.05:
            lines.append([])
        last = home.building
        lines.append([_cell(code, number, home, styles, rng) for code in columns])
    if rng.random() < 0.6:
        lines.append(["合计", f"共{len(homes)}户"])
    if rng.random() < 0.6:
        lines.append(["制表人：李明", None, "审核人：", None, "2024年5月1日"])
    return _save(folder, rng, lines, header, columns)


def _cell(code: str, number: int, home: Home, styles: dict[str, str], rng: random.Random) -> Any:
    if code == "building":
        return styles["building"].format(home.building)
    if code == "unit":
        return styles["unit"].format(home.unit)
    if code == "room":
        return int(home.label) if styles["room"] == "{}" and number % 2 else styles["room"].format(home.label)
    if code == "phone":
        return (
            int(home.owners[0].phone)
            if len(home.owners) == 1 and number % 3 == 0
            else phones(home, styles["phones"])
        )
    if code == "area":
        return styles["area"].format(home.area) if styles["area"] else float(home.area)
    if code == "handover":
        return (
            home.handover_on.strftime(styles["day"])
            if styles["day"] and home.handover_on
            else home.handover_on
        )
    plain = {
        "serial": number,
        "floor": int(home.floor),
        "name": names(home, styles["mark"]),
        "id": ids(home, "、"),
        "note": rng.choice((None, "/", "已装修")),
    }
    return plain.get(code, rng.choice(("有", "无", None, "1")))


def _save(folder: Path, rng: random.Random, lines: list[list[Any]], header: int, columns: list[str]) -> Path:
    kind = rng.choice(("xlsx", "xlsx", "xlsx", "xls", "csv", "gbk", "ods"))
    if kind == "xls":
        return save_xls(folder / "a.xls", lines)
    if kind in ("csv", "gbk"):
        return save_csv(folder / "a.csv", lines, "utf-8-sig" if kind == "csv" else "gb18030")
    if kind == "ods":
        return save_ods(folder / "a.ods", lines)

    def merge(book: Any) -> None:
        for row in range(1, header + 1):
            if rng.random() < 0.7:
                book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))

    return save_xlsx(folder / "a.xlsx", {"Sheet1": lines}, merge)
