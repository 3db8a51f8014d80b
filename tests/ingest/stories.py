"""Twelve invented stories about plainly invented companies, four in each language: what the golden pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Story:
    """What a perfect reader would find on a page."""

    key: str
    language: str
    title: str
    authors: tuple[str, ...]
    published: datetime
    paragraphs: tuple[str, ...]
    heading: str
    caption: str
    outlet: str


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written)


STORIES = (
    Story(
        "en1", "en", "Sample Labs says its new chip halves the cost of training", ("Ada Sample", "Bo Muster"), _at("2026-02-28T09:30:00-05:00"),
        (
            "Sample Labs, an invented maker of processors, said on Friday that its next chip would halve what it costs to train a large model, and that the first boxes would leave its plant in June.",
            "The company gave no price. It said that twelve customers had ordered the part, known as M-40, and that it expected to build about 80,000 of them this year, up from 31,000 in the year before.",
            "“We had a bad year and we learned from it,” its chief engineer told reporters in a call. “The yields are now where they should have been last spring.”",
            "An analyst at Muster Research, who has followed the company since its founding, doubted the figure. He pointed out that the comparison left out memory, which makes up more than a third of the bill.",
            "Shares of the invented company rose 4.2 percent after the announcement, then gave back most of the gain before the close of trading in the invented city of Mustertown.",
        ),
        "What it means for rivals", "A wafer of the M-40 at the plant in Mustertown. Photo: Demo Pictures", "Demo Wire",
    ),
    Story(
        "en2", "en", "How a tiny laboratory trained a model on borrowed machines", ("Carla Exempel",), _at("2026-01-14T16:05:00+00:00"),
        (
            "When the lease on its only server ran out, the four people of the Exempel group did what any small laboratory does: they asked their neighbours. Three of them said yes.",
            "Over eleven weeks the group moved its half-finished model between seven machine rooms, by train and once on a bicycle, and finished with a system that passed 61 of 80 public tests.",
            "None of this was planned, says the woman who led the work. The first plan had been to rent, the second to wait; the third was written on the back of a menu.",
            "The result is not the best of its kind. It is, however, the cheapest that anyone has shown the receipts for: 94,000 invented crowns, of which a fifth went to train tickets.",
            "Others have tried to repeat it. Of the five groups that wrote to the laboratory, two gave up on the logistics, and one says that it will publish its own account in the spring.",
        ),
        "The bicycle", "The disk that travelled by bicycle, on a shelf in the laboratory", "The Sample Review",
    ),
    Story(
        "en3", "en", "Regulator asks invented firms to report large training runs", ("Dora Beispiel", "Emil Muster", "Fay Sample"), _at("2025-11-03T08:00:00+01:00"),
        (
            "The invented Office for Large Computation on Monday asked every firm under its care to report any training run that uses more than ten million machine hours, beginning with the new year.",
            "The rule, eighteen pages long, follows a consultation in which 212 firms and people took part. Most of the firms had asked for a threshold four times as high.",
            "A spokeswoman for the office said that the number was a compromise and that it would be looked at again after two years. “We would rather count too much than too little,” she said.",
            "Firms that miss a report may be fined up to two percent of their sales. The office said it did not expect to fine anybody in the first year, which it called a year for learning.",
            "Two trade groups said that they would go to court. A third, which speaks for smaller firms, welcomed the rule because it leaves out everybody below the threshold.",
        ),
        "Two percent", "The office in the invented capital", "Sample Policy Institute",
    ),
    Story(
        "en4", "en", "Introducing Muster-2, an open model for long documents", (), _at("2026-03-05T00:00:00+00:00"),
        (
            "Today we release Muster-2, a model of 14 billion parameters that reads up to 400,000 words at a time. The weights, the code and the list of training texts are free for everyone to use.",
            "Muster-2 was trained on 3.1 trillion tokens in the three languages of our invented country. It is a third smaller than its predecessor and answers twice as fast on the same machine.",
            "On our own set of questions about long contracts it gives the right clause in 87 of 100 cases, against 71 for Muster-1. We publish the questions too, because numbers without questions say little.",
            "There are things it does badly. It counts poorly beyond forty, it invents page numbers when asked for them, and it is too polite about poor writing, its own included.",
            "We thank the 31 people who read contracts for us through the winter, and the three who told us in time that the first version of our test had the answers in it.",
        ),
        "What it does badly", "Muster-2 reading a contract, drawn by its makers", "Muster AI",
    ),
    Story(
        "vi1", "vi", "Công ty Mẫu công bố chip mới, chi phí huấn luyện giảm một nửa", ("Nguyễn Văn Mẫu",), _at("2026-02-28T09:30:00+07:00"),
        (
            "Công ty Mẫu, một doanh nghiệp hư cấu, hôm thứ bảy cho biết con chip thế hệ mới của họ giúp giảm một nửa chi phí huấn luyện mô hình lớn và lô đầu tiên sẽ xuất xưởng vào tháng sáu.",
            "Theo công ty, mười hai khách hàng đã đặt mua linh kiện mang tên M-40. Sản lượng năm nay dự kiến khoảng 80.000 chiếc, tăng mạnh so với 31.000 chiếc của năm ngoái.",
            "“Chúng tôi đã trải qua một năm khó khăn và đã rút ra bài học”, kỹ sư trưởng nói với báo giới trong cuộc gọi. Ông nói tỷ lệ sản phẩm đạt chuẩn nay đã như kế hoạch ban đầu.",
            "Một chuyên gia của Viện Ví Dụ tỏ ra hoài nghi con số này. Theo ông, phép so sánh đã bỏ qua bộ nhớ, vốn chiếm hơn một phần ba tổng hóa đơn của khách hàng.",
            "Cổ phiếu của doanh nghiệp hư cấu tăng 4,2% sau thông báo, sau đó mất gần hết mức tăng trước khi thị trường đóng cửa.",
        ),
        "Tác động tới đối thủ", "Tấm wafer của chip M-40 tại nhà máy ở thành phố Ví Dụ. Ảnh: Ảnh Mẫu", "Bản tin Mẫu",
    ),
    Story(
        "vi2", "vi", "Phòng thí nghiệm nhỏ huấn luyện mô hình trên máy đi mượn", ("Trần Thị Ví Dụ",), _at("2026-01-14T23:05:00+07:00"),
        (
            "Khi hợp đồng thuê chiếc máy chủ duy nhất hết hạn, bốn người của nhóm Ví Dụ làm điều mà mọi phòng thí nghiệm nhỏ vẫn làm: họ đi hỏi mượn hàng xóm, và ba nơi đồng ý.",
            "Trong mười một tuần, nhóm chuyển mô hình dang dở qua bảy phòng máy khác nhau, bằng tàu hỏa và một lần bằng xe đạp, để rồi hoàn thành hệ thống vượt qua 61 trên 80 bài kiểm tra công khai.",
            "Không điều gì trong số đó nằm trong kế hoạch, người dẫn dắt nhóm kể lại. Kế hoạch đầu tiên là đi thuê, kế hoạch thứ hai là chờ đợi, còn kế hoạch thứ ba được viết ở mặt sau một tờ thực đơn.",
            "Kết quả không phải tốt nhất, nhưng là rẻ nhất mà có người đưa ra được hóa đơn: 94.000 đồng tiền hư cấu, trong đó một phần năm dành cho vé tàu.",
            "Nhiều nhóm khác đã thử làm lại. Trong năm nhóm viết thư cho phòng thí nghiệm, hai nhóm bỏ cuộc vì khâu vận chuyển, một nhóm nói sẽ công bố kết quả vào mùa xuân.",
        ),
        "Chiếc xe đạp", "Chiếc ổ đĩa từng đi bằng xe đạp, nay nằm trên kệ của phòng thí nghiệm", "Báo Ví Dụ",
    ),
    Story(
        "vi3", "vi", "Cơ quan quản lý hư cấu yêu cầu báo cáo các đợt huấn luyện lớn", ("Lê Mẫu", "Phạm Ví Dụ"), _at("2025-11-03T14:00:00+07:00"),
        (
            "Văn phòng Điện toán Lớn, một cơ quan hư cấu, hôm thứ hai yêu cầu mọi doanh nghiệp báo cáo những đợt huấn luyện dùng hơn mười triệu giờ máy, bắt đầu từ đầu năm sau.",
            "Quy định dài mười tám trang được đưa ra sau đợt lấy ý kiến có 212 doanh nghiệp và cá nhân tham gia. Phần lớn doanh nghiệp đề nghị mức ngưỡng cao gấp bốn lần.",
            "Người phát ngôn cho biết con số là một sự thỏa hiệp và sẽ được xem lại sau hai năm. “Chúng tôi thà đếm thừa còn hơn đếm thiếu”, bà nói.",
            "Doanh nghiệp bỏ sót báo cáo có thể bị phạt tới 2% doanh thu. Văn phòng nói không định phạt ai trong năm đầu tiên, năm mà họ gọi là năm để học hỏi.",
            "Hai hiệp hội cho biết sẽ khởi kiện. Hiệp hội thứ ba, đại diện cho các doanh nghiệp nhỏ, hoan nghênh quy định vì nó không áp dụng cho những ai dưới ngưỡng.",
        ),
        "Mức phạt 2%", "Trụ sở văn phòng ở thủ đô hư cấu", "Thời báo Mẫu",
    ),
    Story(
        "vi4", "vi", "Trung tâm dữ liệu Mẫu chạy thử đợt đầu với ba nghìn máy", ("Đỗ Thị Mẫu",), _at("2026-03-09T07:15:00+07:00"),
        (
            "Sáng thứ hai, trung tâm dữ liệu Mẫu ở tỉnh Ví Dụ bắt đầu chạy thử đợt đầu tiên với ba nghìn máy, sớm hơn kế hoạch hai tháng nhưng chỉ bằng một phần tư quy mô cuối cùng.",
            "Chủ đầu tư cho biết công suất điện hiện nay là 18 megawatt và sẽ tăng lên 70 megawatt khi đường dây thứ hai hoàn thành. Nước làm mát được lấy từ một hồ nhân tạo cạnh đó.",
            "Người dân quanh vùng từng lo ngại tiếng ồn. Theo kết quả đo do bên thứ ba thực hiện, mức ồn ban đêm ở nhà dân gần nhất là 41 decibel, thấp hơn mức cho phép.",
            "Khách hàng đầu tiên là ba trường đại học và một hãng phim hoạt hình hư cấu. Họ trả tiền theo giờ máy và không phải ký hợp đồng dài hạn trong năm đầu.",
            "Giai đoạn hai dự kiến khởi công vào tháng mười. Chủ đầu tư chưa công bố tổng vốn, chỉ nói rằng hai ngân hàng đã đồng ý cho vay phần lớn số tiền cần thiết.",
        ),
        "Nước và tiếng ồn", "Dãy máy đầu tiên trong ngày chạy thử. Ảnh: Ảnh Mẫu", "Bản tin Mẫu",
    ),
    Story(
        "zh1", "zh", "示例公司发布新芯片 称训练成本减半", ("王示例",), _at("2026-02-28T09:30:00+08:00"),
        (
            "虚构企业示例公司周六表示，其新一代芯片可将大模型的训练成本降低一半，首批产品将于六月出厂。公司没有公布售价，也没有说明与哪一款产品进行了比较。",
            "公司称，已有十二家客户订购这款名为M-40的产品，预计今年产量约八万片，去年为三万一千片。工厂目前每天三班运转，新的生产线将在夏天投入使用。",
            "“我们度过了艰难的一年，也吸取了教训。”公司总工程师在电话会议上对记者说，“现在的良率达到了去年春天就该达到的水平。”",
            "样本研究院的一位分析师对这一数字表示怀疑。他指出，这项比较没有计入内存，而内存占客户账单的三分之一以上。",
            "消息公布后，这家虚构公司的股价一度上涨百分之四点二，随后在收盘前回吐了大部分涨幅。",
        ),
        "对竞争对手的影响", "示例市工厂内的M-40晶圆。示例图片社 摄", "示例通讯社",
    ),
    Story(
        "zh2", "zh", "小实验室借来机器训练模型", ("李样本", "赵示例"), _at("2026-01-14T23:05:00+08:00"),
        (
            "唯一一台服务器的租约到期时，样本小组的四个人做了所有小实验室都会做的事：向邻居求助，其中三家答应了。那是去年十月的一个星期四，窗外正下着雨。",
            "在十一个星期里，小组把未完成的模型搬过七个机房，有时坐火车，有一次骑自行车，最后完成的系统通过了八十项公开测试中的六十一项。",
            "负责人说，这一切都不在计划之内。第一个计划是租用，第二个计划是等待，第三个计划写在一张菜单的背面。",
            "结果不是同类中最好的，却是拿得出收据的最便宜的：九万四千虚构元，其中五分之一花在火车票上。",
            "也有人尝试重复这一过程。写信给实验室的五个小组中，两个因为运输困难放弃，一个表示将在春天公布自己的记录。",
        ),
        "那辆自行车", "曾经坐过自行车的硬盘，如今放在实验室的架子上", "样本周刊",
    ),
    Story(
        "zh3", "zh", "虛構主管機關要求申報大規模訓練", ("陳範例",), _at("2025-11-03T15:00:00+08:00"),
        (
            "虛構的大型運算辦公室週一要求轄下所有企業，自明年起申報使用超過一千萬機時的訓練，並在開始前十天送交說明文件。",
            "這項規定共十八頁，先前有兩百一十二家企業與個人參與徵詢意見，多數企業曾要求把門檻提高到四倍。",
            "發言人表示，這個數字是折衷的結果，兩年後將重新檢討。她說：「我們寧可多算，也不願少算。」",
            "漏報的企業最高可處營業額百分之二的罰款。辦公室表示第一年不打算處罰任何人，並稱之為學習的一年。",
            "兩個公會表示將提起訴訟。第三個代表小型企業的公會則歡迎這項規定，因為門檻以下的業者都不受影響。",
        ),
        "百分之二的罰款", "位於虛構首都的辦公室。範例圖片", "範例新聞網",
    ),
    Story(
        "zh4", "zh", "示例数据中心首批三千台机器投入试运行", ("孙样本",), _at("2026-03-09T07:15:00+08:00"),
        (
            "位于示例省的样本数据中心周一开始首批试运行，共有三千台机器，比计划提前两个月，但规模只有最终的四分之一。",
            "投资方表示，目前的供电能力为十八兆瓦，第二条线路建成后将增加到七十兆瓦。冷却用水取自旁边的一座人工湖。",
            "附近居民曾担心噪声。第三方的测量结果显示，夜间距离最近的住户处噪声为四十一分贝，低于规定的上限。",
            "首批客户是三所大学和一家虚构的动画公司。他们按机时付费，第一年不必签订长期合同。",
            "二期工程预计十月开工。投资方没有公布总投资，只说有两家银行已经同意提供大部分所需资金。",
        ),
        "用水与噪声", "试运行当天的第一排机器。示例图片社 摄", "示例通讯社",
    ),
)  # fmt: skip
