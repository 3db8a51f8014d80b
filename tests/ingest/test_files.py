"""Files and folders become articles, and whatever is no article becomes one plain line."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Article, article_id
from ingest.files import SkippedFile, read_paths
from ingest.readers import READERS, reader_of
from ingest.reading import Document

WORDS = "Demo Wire báo cáo rằng phòng thí nghiệm mẫu đã huấn luyện một mô hình mới."
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sample lab trains a model - Demo Wire</title>
<link rel="canonical" href="https://demo.example/news/sample-lab">
<meta property="og:site_name" content="Demo Wire"><meta name="author" content="By Ada Sample and Bo Muster">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Sample lab trains a model",
"datePublished":"2026-02-28T09:30:00+07:00","dateModified":"2026-03-01T00:00:00Z"}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Sample lab trains a model</h1>
<p>The sample laboratory said on Friday that it had trained a model on eight thousand chips of its own.</p>
<h2>What is new</h2><p>The invented company did not say how much the training cost, nor when it would be released.</p>
</article><footer>Copyright Demo Wire</footer></body></html>"""


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def only(path: Path) -> Article:
    [found] = read_paths([path])
    assert isinstance(found, Article), found
    return found


def skipped(path: Path) -> SkippedFile:
    [found] = read_paths([path])
    assert isinstance(found, SkippedFile), found
    return found


def minimal_pdf(*lines: str, title: str = "A sample report") -> bytes:
    """A PDF with one line a page, written by hand: pypdf reads PDFs but lays out none."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for line in lines:
        stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    objects.append(
        f"<< /Title ({title}) /Author (Ada Sample) /CreationDate (D:20260228093000+07'00') >>".encode("latin-1")
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        trailer,
        len(out),
    )


SAMPLES = {
    "text": WORDS.encode(),
    "markdown": f"---\ntitle: Một mẫu\n---\n# Một mẫu\n\n{WORDS}\n".encode(),
    "html": PAGE.encode(),
    "pdf": minimal_pdf("The sample laboratory trained a model.", "The second page has a number: 42 percent."),
}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
class TestEveryReader:
    def test_reads_its_sample_with_all_marked_ranges_inside_the_text(self, reader):
        reading = reader.read(Document(SAMPLES[reader.name], f"a{reader.suffixes[0]}"))
        assert reading.text.strip()
        for block in reading.blocks:
            assert 0 <= block.start < block.end <= len(reading.text)
        assert [page.number for page in reading.pages] == list(range(1, len(reading.pages) + 1))
        assert all(0 <= page.start <= len(reading.text) for page in reading.pages)

    def test_is_chosen_for_its_suffix(self, reader):
        for suffix in reader.suffixes:
            assert reader_of(Document(SAMPLES[reader.name], f"a{suffix}")) is reader

    def test_reads_the_same_bytes_to_the_same_article(self, reader):
        document = Document(SAMPLES[reader.name], f"a{reader.suffixes[0]}")
        assert reader.read(document) == reader.read(document)

    @pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"<html>" * 2000, b"%PDF-1.7\n" + b"\xff" * 300])
    def test_leaves_damaged_bytes_out_or_reads_them_but_never_falls(self, reader, content, tmp_path):
        [found] = read_paths([write(tmp_path / f"damaged{reader.suffixes[0]}", content)])
        if isinstance(found, SkippedFile):
            assert "\n" not in found.line
            assert "damaged" in found.line


class TestPlainText:
    @pytest.mark.parametrize("prefix", [" date 2026-02-28 ", "date 2026-02-28 "])
    def test_a_date_prefix_is_metadata_and_the_rest_is_the_text(self, prefix, tmp_path):
        article = only(write(tmp_path / "a.txt", prefix + WORDS))
        assert article.text == WORDS
        assert article.published_on == date(2026, 2, 28)
        assert article.published_at is None
        assert article.came_from == (("published", "date prefix"),)

    def test_no_date_is_guessed_from_the_file(self, tmp_path):
        article = only(write(tmp_path / "a.txt", WORDS))
        assert (article.published_on, article.outlet, article.title, article.fetched_at) == (None, "", "", None)

    def test_a_sentence_about_a_date_is_no_prefix(self, tmp_path):
        assert only(write(tmp_path / "a.txt", "date palms were planted, 2026-02-28")).text.startswith("date palms")
        assert only(write(tmp_path / "b.txt", "date 2026-02-30 " + WORDS)).text.startswith("date 2026-02-30")

    def test_line_ends_of_windows_stay(self, tmp_path):
        assert (
            only(write(tmp_path / "a.txt", b"One line here.\r\nTwo lines.\r\n")).text
            == "One line here.\r\nTwo lines.\r\n"
        )

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [
            ("utf-8", WORDS),
            ("utf-8-sig", WORDS),
            ("utf-16", WORDS),
            ("utf-16-le", "Sample 示例公司发布了新的模型。 OK 42"),
            ("utf-16-be", WORDS),
            ("utf-32", WORDS),
            ("gb18030", "示例公司表示，新的人工智能模型使用了八千块芯片，成本没有公布。"),
            ("gb18030", "OpenAI 和示例公司在2026年发布了模型 V4, according to Demo Wire."),
            ("big5", "示例公司表示，新的人工智慧模型使用了八千塊晶片，成本沒有公布。"),
            ("cp1252", "The lab’s model cost “about” €5 million – the café said so."),
        ],
    )
    def test_the_encoding_is_found(self, encoding, words, tmp_path):
        assert only(write(tmp_path / "a.txt", words.encode(encoding))).text == words

    def test_vietnamese_in_the_windows_code_page_keeps_its_combining_marks(self, tmp_path):
        raw = (
            bytes("Công ty mẫu công bố mô hình trí tuệ nhân tạo: ", "cp1258", "ignore")
            + b"\xf0\xea\xec \xf0\xf5\xfd\xf2c"
        )
        article = only(write(tmp_path / "a.txt", raw))
        assert article.text == raw.decode("cp1258")
        assert article.text.endswith("đê\u0301 đơư\u0323c")


class TestMarkdown:
    def test_front_matter_is_metadata_and_the_rest_is_the_text(self, tmp_path):
        body = "# A heading\r\n\r\n" + WORDS + "\r\n"
        front = "---\r\ntitle: 'A: sample'\r\nurl: https://demo.example/a\r\noutlet: Demo Wire\r\nauthors: [Ada Sample, Bo Muster]\r\npublished: 2026-02-28T09:30:00+07:00\r\nmodified: 2026-03-02\r\nlanguage: vi\r\ngenre: analysis\r\n---\r\n"
        article = only(write(tmp_path / "a.md", front + body))
        assert article.text == body
        assert article.title == "A: sample"
        assert article.authors == ("Ada Sample", "Bo Muster")
        assert article.published_on == date(2026, 2, 28)
        assert article.published_at == datetime(2026, 2, 28, 2, 30, tzinfo=UTC)
        assert article.modified_at == datetime(2026, 3, 2, tzinfo=UTC)
        assert (article.outlet, article.language, article.genre) == ("Demo Wire", "vi", "analysis")
        assert article.id == article_id("https://demo.example/a")
        [heading] = article.blocks
        assert article.text[heading.start : heading.end] == "# A heading"

    def test_a_list_of_authors_may_stand_on_lines(self, tmp_path):
        article = only(write(tmp_path / "a.md", f"---\nauthors:\n  - Ada Sample\n  - Bo Muster\n---\n{WORDS}"))
        assert article.authors == ("Ada Sample", "Bo Muster")

    def test_a_rule_between_paragraphs_is_no_front_matter(self, tmp_path):
        text = f"---\n{WORDS}\n---\nmore\n"
        assert only(write(tmp_path / "a.md", text)).text == text


class TestWebPage:
    def test_a_saved_page_gives_text_and_what_its_markup_states(self, tmp_path):
        article = only(write(tmp_path / "a.html", PAGE))
        assert article.title == "Sample lab trains a model"
        assert article.authors == ("Ada Sample", "Bo Muster")
        assert (article.outlet, article.language) == ("Demo Wire", "en")
        assert article.published_on == date(2026, 2, 28)
        assert article.published_at == datetime(2026, 2, 28, 2, 30, tzinfo=UTC)
        assert article.modified_at == datetime(2026, 3, 1, tzinfo=UTC)
        assert article.url == "https://demo.example/news/sample-lab"
        assert article.id == article_id("https://demo.example/news/sample-lab")
        assert dict(article.came_from)["published"] == "json-ld"
        assert dict(article.came_from)["authors"] == "meta"
        assert "Home" not in article.text
        assert [article.text[block.start : block.end] for block in article.blocks] == [
            "Sample lab trains a model",
            "What is new",
        ]

    def test_a_canonical_link_to_the_home_page_does_not_name_the_article(self, tmp_path):
        article = only(write(tmp_path / "a.html", PAGE.replace("/news/sample-lab", "/")))
        assert article.url == ""
        assert article.id == article_id("a.html")

    @pytest.mark.parametrize("encoding", ["gb2312", "big5"])
    def test_a_page_is_read_in_the_encoding_it_declares(self, encoding, tmp_path):
        words = "公司表示新的模型使用了八千片，成本未公布，中文字都在。" * 4
        page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><title>中文</title></head><body><p>{words}</p><p>{words}</p></body></html>'
        if encoding == "big5":
            page = page.replace("产", "產")
        assert words in only(write(tmp_path / "a.html", page.encode(encoding, "ignore"))).text or encoding == "big5"


class TestPdf:
    def test_pages_start_where_their_words_do(self, tmp_path):
        article = only(write(tmp_path / "a.pdf", SAMPLES["pdf"]))
        assert [page.number for page in article.pages] == [1, 2]
        assert article.text[article.pages[1].start :].startswith("The second page")
        assert (article.title, article.authors) == ("A sample report", ("Ada Sample",))
        assert article.published_on == date(2026, 2, 28)


class TestSidecar:
    def test_a_ris_record_beside_a_file_states_its_metadata(self, tmp_path):
        path = write(tmp_path / "a.txt", WORDS)
        write(
            tmp_path / "a.ris",
            "TY  - NEWS\r\nTI  - Một mẫu\r\nAU  - Sample, Ada\r\nT2  - Demo Wire\r\nDA  - 2026/02/28/\r\nUR  - https://demo.example/a\r\nER  - \r\n",
        )
        article = only(path)
        assert (article.title, article.authors, article.outlet) == ("Một mẫu", ("Ada Sample",), "Demo Wire")
        assert article.published_on == date(2026, 2, 28)
        assert article.id == article_id("https://demo.example/a")

    def test_a_csl_record_beside_a_file_states_its_metadata_and_is_no_article(self, tmp_path):
        write(tmp_path / "a.txt", WORDS)
        record = [
            {
                "title": "示例",
                "URL": "https://demo.example/z",
                "container-title": "示例通讯社",
                "author": [{"family": "王", "given": "示例"}],
                "issued": {"date-parts": [[2026, 2, 28]]},
            }
        ]
        write(tmp_path / "a.json", json.dumps(record))
        [article] = read_paths([tmp_path])
        assert isinstance(article, Article)
        assert (article.title, article.authors, article.outlet) == ("示例", ("王示例",), "示例通讯社")
        assert article.published_on == date(2026, 2, 28)

    def test_a_broken_record_is_reported(self, tmp_path):
        write(tmp_path / "a.json", "{")
        assert "not valid JSON" in skipped(write(tmp_path / "a.txt", WORDS)).line


class TestWhatIsLeftOut:
    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("empty.txt", b"", "empty"),
            ("blank.txt", b" \n\t\n", "empty"),
            ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
            ("mark.txt", b"\xff\xfe\x00\xd8\x00\x00a", "encoding"),
            ("shift.txt", b"\x83\x8f\x81\x8d\xfe\xff\x80\x81" * 9, "encoding"),
            ("numbers.txt", b"1 2 3 4 5\n6 7 8 9\n", "not an article"),
            ("table.csv", b"a,b\n1,2\n", "not an article"),
            ("lone.json", b"{}", "not an article"),
            ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "not an article"),
            ("cut.pdf", b"%PDF-1.4\n1 0 obj", "broken"),
        ],
    )
    def test_each_gives_one_line_with_its_name_and_the_next_file_is_read(self, name, content, reason, tmp_path):
        write(tmp_path / name, content)
        write(tmp_path / "z.txt", WORDS)
        [first, second] = read_paths([tmp_path])
        assert isinstance(first, SkippedFile)
        assert (first.reason, name in first.line, "\n" in first.line) == (reason, True, False)
        assert isinstance(second, Article)

    def test_a_huge_file_is_left_out_without_being_read(self, tmp_path):
        path = tmp_path / "huge.txt"
        with path.open("wb") as file:
            file.truncate(300_000_000)
        assert skipped(path).reason == "too large"
        assert "300 MB" in skipped(path).line

    def test_a_missing_path_and_a_pipe_are_said_so(self, tmp_path):
        assert skipped(tmp_path / "none.txt").reason == "missing"
        os.mkfifo(tmp_path / "pipe.txt")
        assert skipped(tmp_path / "pipe.txt").reason == "not a file"


class TestFolders:
    def test_are_read_in_order_with_addresses_below_the_root(self, tmp_path):
        for name in ("b/2.txt", "a.txt", "b/1.txt", ".hidden/x.txt", "page.html_x/y.txt"):
            write(tmp_path / name, WORDS)
        write(tmp_path / "saved.html", PAGE)
        write(tmp_path / "saved_files/frame.html", PAGE)
        found = [article for article in read_paths([tmp_path]) if isinstance(article, Article)]
        assert [Path(article.source).relative_to(tmp_path).as_posix() for article in found] == [
            "a.txt",
            "saved.html",
            "b/1.txt",
            "b/2.txt",
            "page.html_x/y.txt",
        ]
        assert found[2].id == article_id("b/1.txt")

    def test_a_file_given_by_itself_has_the_id_it_has_in_its_folder(self, tmp_path):
        path = write(tmp_path / "a.txt", WORDS)
        assert [article.id for article in read_paths([path])] == [article.id for article in read_paths([tmp_path])]

    def test_two_files_of_one_name_are_two_articles(self, tmp_path):
        paths = [write(tmp_path / "x" / "a.txt", WORDS), write(tmp_path / "y" / "a.txt", WORDS + " Khác.")]
        assert len({article.id for article in read_paths(paths)}) == 2


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(exclude_characters="\0"), min_size=1),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    dated=st.booleans(),
)
def test_the_text_is_always_a_contiguous_piece_of_the_file(text, encoding, dated, tmp_path_factory):
    text = text.encode("utf-8", "ignore").decode()
    whole = " date 2026-02-28 " * dated + text
    path = write(tmp_path_factory.mktemp("piece") / "a.txt", whole.encode(encoding))
    [found] = read_paths([path])
    if isinstance(found, Article):
        assert found.text in whole
        assert whole.endswith(found.text)
