"""Sentences with the one figure they hold: words | value | low | high | unit | qualifier, for three languages; our own sentences."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A sentence and its figure; `-` stands for no value."""

    language: str
    sentence: str
    words: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: str


FRAMES = {
    "vi": ("Theo báo cáo, mức ghi nhận là {}.", "Công ty này nêu con số {} trong tài liệu."),
    "en": ("The report puts it at {}.", "Analysts mentioned {} in the document."),
    "zh": ("报告给出的结果是{}。", "文件里写着{}，引起关注。"),
}

PHRASES = {
    "vi": """
12,5 tỷ USD | 12.5e9 | - | - | USD | exact
1.250 tỷ đồng | 1.25e12 | - | - | VND | exact
3 nghìn tỷ đồng | 3e12 | - | - | VND | exact
2 tỷ rưỡi USD | 2.5e9 | - | - | USD | exact
nửa nghìn tỷ USD | 5e11 | - | - | USD | exact
1 tỷ 250 triệu USD | 1.25e9 | - | - | USD | exact
hàng trăm nghìn con chip | - | - | - | chips | vague
hàng chục tỷ USD | - | - | - | USD | vague
vài tuần | - | - | - | weeks | vague
nhiều tháng | - | - | - | months | vague
hơn 300.000 chip | 3e5 | 3e5 | - | chips | more_than
gần 40% | 40 | - | 40 | percent | almost
ít nhất 5 công ty | 5 | 5 | - | count | at_least
tối đa 2 nghìn tỷ đồng | 2e12 | - | 2e12 | VND | up_to
không quá 200.000 GPU | 2e5 | - | 2e5 | chips | up_to
chưa đến 100 triệu USD | 1e8 | - | 1e8 | USD | less_than
dưới 30 giây | 30 | - | 30 | seconds | less_than
khoảng 7.000 kỹ sư | 7000 | - | - | people | about
xấp xỉ 52 điểm | 52 | - | - | points | about
20% trở lên | 20 | 20 | - | percent | at_least
15% trở xuống | 15 | - | 15 | percent | up_to
66 đến 72 tỷ USD | - | 66e9 | 72e9 | USD | range
70-72 tỷ USD | - | 70e9 | 72e9 | USD | range
20%-40% | - | 20 | 40 | percent | range
ba đến sáu tháng | - | 3 | 6 | months | range
10.000-12.000 USD | - | 10000 | 12000 | USD | range
1,5-2 GW | - | 1.5 | 2 | gigawatts | range
hai mươi lăm nghìn nhân viên | 25000 | - | - | people | exact
một trăm năm mươi kỹ sư | 150 | - | - | people | exact
hơn mười mô hình | 10 | 10 | - | count | more_than
năm trung tâm dữ liệu | 5 | - | - | count | exact
ba nhà máy | 3 | - | - | count | exact
một phần ba | 0.333333333 | - | - | ratio | exact
hai phần ba | 0.666666667 | - | - | ratio | exact
hơn một nửa | 0.5 | 0.5 | - | ratio | more_than
gần một nửa | 0.5 | - | 0.5 | ratio | almost
1/10 | 0.1 | - | - | ratio | exact
3:1 | 3 | - | - | ratio | exact
gấp đôi | 2 | - | - | times | exact
gấp ba | 3 | - | - | times | exact
3,5 điểm phần trăm | 3.5 | - | - | points | exact
25 điểm cơ bản | 0.25 | - | - | points | exact
671 tỷ tham số | 671e9 | - | - | parameters | exact
128K token | 128000 | - | - | tokens | exact
385,3 triệu lượt tải | 385.3e6 | - | - | downloads | exact
500.000 lượt tải xuống | 5e5 | - | - | downloads | exact
1,2 tỷ người dùng | 1.2e9 | - | - | users | exact
200 triệu người dùng hằng tháng | 2e8 | - | - | users | exact
7 nm | 7 | - | - | nanometers | exact
300 MW | 300 | - | - | megawatts | exact
141 GB | 141 | - | - | gigabytes | exact
2,8 triệu giờ GPU | 2.8e6 | - | - | hours | exact
50 tỷ nhân dân tệ | 50e9 | - | - | CNY | exact
300 tỷ won | 3e11 | - | - | KRW | exact
20 tỷ euro | 2e10 | - | - | EUR | exact
1,5 tỷ bảng Anh | 1.5e9 | - | - | GBP | exact
800 tỷ yên | 8e11 | - | - | JPY | exact
24 tỷ đô la | 24e9 | - | - | USD | exact
81.3 tỷ USD | 81.3e9 | - | - | USD | exact
hai thế hệ | 2 | - | - | generations | exact
khoảng một năm rưỡi | 1.5 | - | - | years | about
1.000 bằng sáng chế | 1000 | - | - | count | exact
40 phần trăm | 40 | - | - | percent | exact
10^25 FLOP | 1e25 | - | - | flops | exact
""",
    "en": """
$46.7 billion | 46.7e9 | - | - | USD | exact
US$5.5bn | 5.5e9 | - | - | USD | exact
NT$300bn | 3e11 | - | - | TWD | exact
HK$2.5bn | 2.5e9 | - | - | HKD | exact
£40m | 4e7 | - | - | GBP | exact
€20 million | 2e7 | - | - | EUR | exact
RMB 60 billion | 6e10 | - | - | CNY | exact
380 billion yuan | 3.8e11 | - | - | CNY | exact
800 billion yen | 8e11 | - | - | JPY | exact
9 trillion won | 9e12 | - | - | KRW | exact
50 cents | 0.5 | - | - | USD | exact
half a trillion dollars | 5e11 | - | - | USD | exact
several hundred million dollars | - | - | - | USD | vague
hundreds of billions of dollars | - | - | - | USD | vague
dozens of companies | - | - | - | count | vague
scores of startups | - | - | - | count | vague
a few months | - | - | - | months | vague
more than 1,200 engineers | 1200 | 1200 | - | people | more_than
nearly 40% | 40 | - | 40 | percent | almost
at least five countries | 5 | 5 | - | count | at_least
up to 1.6 million dies | 1.6e6 | - | 1.6e6 | chips | up_to
no more than 200,000 chips | 2e5 | - | 2e5 | chips | up_to
fewer than 200 staff | 200 | - | 200 | people | less_than
about 2 gigawatts | 2 | - | - | gigawatts | about
an estimated 500,000 GPUs | 5e5 | - | - | chips | about
10 years or more | 10 | 10 | - | years | at_least
20% or less | 20 | - | 20 | percent | up_to
60 to 70 million dollars | - | 60e6 | 70e6 | USD | range
three to six months | - | 3 | 6 | months | range
20%-40% | - | 20 | 40 | percent | range
600,000 to 700,000 units | - | 6e5 | 7e5 | count | range
USD 14-18 billion | - | 14e9 | 18e9 | USD | range
two or three years | - | 2 | 3 | years | range
one hundred and fifty engineers | 150 | - | - | people | exact
two and a half years | 2.5 | - | - | years | exact
twenty-five thousand users | 25000 | - | - | users | exact
five data centres | 5 | - | - | count | exact
two-thirds | 0.666666667 | - | - | ratio | exact
a third | 0.333333333 | - | - | ratio | exact
nearly half | 0.5 | - | 0.5 | ratio | almost
one in five | 0.2 | - | - | ratio | exact
1 in 10 | 0.1 | - | - | ratio | exact
3:1 | 3 | - | - | ratio | exact
threefold | 3 | - | - | times | exact
10x | 10 | - | - | times | exact
25 basis points | 0.25 | - | - | points | exact
3.5 percentage points | 3.5 | - | - | points | exact
52 points | 52 | - | - | points | exact
671B parameters | 671e9 | - | - | parameters | exact
14.8 trillion tokens | 14.8e12 | - | - | tokens | exact
6 million downloads | 6e6 | - | - | downloads | exact
700 million weekly active users | 7e8 | - | - | users | exact
1.2GW | 1.2 | - | - | gigawatts | exact
300 megawatts | 300 | - | - | megawatts | exact
141GB | 141 | - | - | gigabytes | exact
4.8 TB/s | 4.8 | - | - | terabytes_per_second | exact
2.8 million GPU hours | 2.8e6 | - | - | hours | exact
10^25 FLOPs | 1e25 | - | - | flops | exact
7 nanometres | 7 | - | - | nanometers | exact
two generations | 2 | - | - | generations | exact
100,000 H100 chips | 1e5 | - | - | chips | exact
250 AI data centers | 250 | - | - | count | exact
24 rivals | 24 | - | - | count | exact
""",
    "zh": """
467亿美元 | 46.7e9 | - | - | USD | exact
3800亿元 | 3.8e11 | - | - | CNY | exact
1228亿元人民币 | 122.8e9 | - | - | CNY | exact
1.5万亿元新台币 | 1.5e12 | - | - | TWD | exact
200亿港元 | 2e10 | - | - | HKD | exact
3000亿日元 | 3e11 | - | - | JPY | exact
9万亿韩元 | 9e12 | - | - | KRW | exact
20亿欧元 | 2e9 | - | - | EUR | exact
1.2 萬億美元 | 1.2e12 | - | - | USD | exact
两亿美元 | 2e8 | - | - | USD | exact
数十亿美元 | - | - | - | USD | vague
十几家公司 | - | - | - | count | vague
上百家企业 | - | - | - | count | vague
几个月 | - | - | - | months | vague
超过20万名开发者 | 2e5 | 2e5 | - | people | more_than
200多亿美元 | 2e10 | 2e10 | - | USD | more_than
3000余名员工 | 3000 | 3000 | - | people | more_than
十多家企业 | 10 | 10 | - | count | more_than
近四成 | 40 | - | 40 | percent | almost
近10% | 10 | - | 10 | percent | almost
至少三家公司 | 3 | 3 | - | count | at_least
最多20万颗芯片 | 2e5 | - | 2e5 | chips | up_to
不超过20万颗 | 2e5 | - | 2e5 | chips | up_to
不到6% | 6 | - | 6 | percent | less_than
约150亿美元 | 15e9 | - | - | USD | about
30%左右 | 30 | - | - | percent | about
20%以上 | 20 | 20 | - | percent | at_least
60万至70万颗 | - | 6e5 | 7e5 | chips | range
140億至180億美元 | - | 14e9 | 18e9 | USD | range
20%到25% | - | 20 | 25 | percent | range
三到六个月 | - | 3 | 6 | months | range
两三年 | - | 2 | 3 | years | range
五六百人 | - | 500 | 600 | people | range
二十万颗芯片 | 2e5 | - | - | chips | exact
一千二百万用户 | 1.2e7 | - | - | users | exact
三成 | 30 | - | - | percent | exact
三成五 | 35 | - | - | percent | exact
百分之四十 | 40 | - | - | percent | exact
百分之三点五 | 3.5 | - | - | percent | exact
三分之一 | 0.333333333 | - | - | ratio | exact
十分之一 | 0.1 | - | - | ratio | exact
过半 | 0.5 | 0.5 | - | ratio | more_than
近半 | 0.5 | - | 0.5 | ratio | almost
一半 | 0.5 | - | - | ratio | exact
1/10 | 0.1 | - | - | ratio | exact
10比1 | 10 | - | - | ratio | exact
3倍 | 3 | - | - | times | exact
两倍 | 2 | - | - | times | exact
翻一番 | 2 | - | - | times | exact
2个百分点 | 2 | - | - | points | exact
25个基点 | 0.25 | - | - | points | exact
6710亿参数 | 671e9 | - | - | parameters | exact
千亿参数 | 1e11 | - | - | parameters | exact
10万亿token | 1e13 | - | - | tokens | exact
3亿次下载 | 3e8 | - | - | downloads | exact
约500万用户 | 5e6 | - | - | users | about
7纳米 | 7 | - | - | nanometers | exact
1.5吉瓦 | 1.5 | - | - | gigawatts | exact
300兆瓦 | 300 | - | - | megawatts | exact
141GB | 141 | - | - | gigabytes | exact
10万卡 | 1e5 | - | - | chips | exact
三家公司 | 3 | - | - | count | exact
五座数据中心 | 5 | - | - | count | exact
250个数据中心 | 250 | - | - | count | exact
一年半 | 1.5 | - | - | years | exact
两代 | 2 | - | - | generations | exact
""",
}


def rows() -> list[Row]:
    """Return every phrase in every frame of its language."""
    out = []
    for language, phrases in PHRASES.items():
        for line in phrases.strip().splitlines():
            words, value, low, high, unit, qualifier = (part.strip() for part in line.split("|"))
            numbers = [None if x == "-" else float(x) for x in (value, low, high)]
            for frame in FRAMES[language]:
                out.append(Row(language, frame.format(words), words, *numbers, unit, qualifier))
    return out
