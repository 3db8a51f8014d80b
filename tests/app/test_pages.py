"""The pages in a real browser: every one in every language, on a phone, for a screen reader, over a hostile article, for two readers at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.pages import PAGES
from extract.pipeline import Extractor
from ingest.article import Article
from tests.app.browsing import Watched, ask, chromium, filled, reader, served
from tests.app.desk import Opened, desk_over
from tests.app.stories import ALL, CORRECTED, HOSTILE, HUANG
from tests.graph.factory import article

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
SOLD = "How many chips did Nvidia sell?"
STATES = [
    *(p.path for p in PAGES),
    "/explore?entity=huawei",
    "/explore?find=nowhere",
    "/estimates?entity=huawei&metric=chip_output&unit=chips",
    f"/articles?id={HUANG.id}&start=0&end=40",
    f"/articles?id={HOSTILE.id}",
    "/articles?words=nowhere",
    "/explore?entity=nobody",
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Iterator[Opened]:
    with desk_over(tmp_path_factory.mktemp("pages"), extractor, [*ALL, CORRECTED]) as made:
        yield made


@pytest.fixture(scope="module")
def site(opened: Opened) -> Iterator[str]:
    with served(opened) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[Watched]:
    with reader(browser, site) as one:
        yield one


@pytest.mark.parametrize(("language", "title"), [("en", "Estimates"), ("vi", "Ước tính"), ("zh", "各方估计")])
def test_every_page_speaks_the_readers_language(browser: Browser, site: str, language: str, title: str) -> None:
    with reader(browser, site, locale=language) as watched:
        page = watched.open("/estimates")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert page.evaluate("document.documentElement.lang") == language
        assert page.title() == f"{title} · racegraph"
        assert page.locator(".rg-top [aria-current=page]").inner_text() == title


def test_a_language_chosen_in_the_address_is_remembered(watched: Watched) -> None:
    page = watched.open("/sources?lang=zh")
    expect(page.get_by_role("heading", level=1)).to_have_text("来源")
    page.goto(watched.site + "/articles")
    expect(page.get_by_role("heading", level=1)).to_have_text("文章")


WIDE = """[...document.querySelectorAll('.rg-page h1, .rg-page p, .rg-page li, #question, #run')]
    .filter(e => !e.closest('.rg-scroll') && e.getBoundingClientRect().right > 376).map(e => e.outerHTML.slice(0, 99))"""
SERIOUS = """axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(found => found.violations
    .filter(v => ['serious', 'critical'].includes(v.impact)).flatMap(v => v.nodes.map(n => v.id + ' ' + n.html.slice(0, 160))))"""


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_free_of_serious_faults_for_a_screen_reader_in_both_themes_and_fits_a_phone(
    watched: Watched, state: str
) -> None:
    page = watched.open(state)
    if state == "/timeline":
        expect(page.locator("#series .js-plotly-plot")).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS) == []
    page.locator("#rg-theme").click()
    page.wait_for_timeout(300)  # colours fade over
    assert page.evaluate(SERIOUS) == []
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate(WIDE) == []


def test_the_theme_is_chosen_and_kept(watched: Watched) -> None:
    page = watched.open("/sources")
    page.locator("#rg-theme").click()
    page.reload()
    filled(page)
    assert page.evaluate("[document.documentElement.dataset.theme, document.body.classList.contains('dark')]") == [
        "dark",
        True,
    ]


def test_a_question_is_answered_with_its_sources_and_leads_to_the_sentence_in_the_article(watched: Watched) -> None:
    page = watched.open("/")
    ask(page, SOLD)
    expect(page.locator("#bot")).to_contain_text("310,000 chips")
    expect(page.locator("#sources mark").first).to_contain_text("Nvidia had sold 310,000 chips in 2025")
    page.locator("#sources").get_by_role("link", name="Read in the article").first.click()
    filled(page)
    expect(page.locator("[data-sought]").first).to_be_in_viewport()
    assert "310,000" in "".join(page.locator("[data-sought]").all_inner_texts())


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Huawei sản xuất được bao nhiêu chip Ascend?", "600.000"), ("华为2026年计划生产多少颗昇腾芯片？", "60万")],
)
def test_a_question_in_another_language_is_answered_in_it(watched: Watched, question: str, expected: str) -> None:
    page = watched.open("/")
    ask(page, question)
    expect(page.locator("#bot")).to_contain_text(expected)


def test_an_address_can_ask_and_a_follow_up_uses_the_conversation(watched: Watched) -> None:
    page = watched.open("/?q=How+many+Ascend+chips+will+Huawei+produce+in+2026%3F")
    expect(page.locator("#sources mark").first).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#bot").get_by_test_id("user")).to_have_count(1)
    page.wait_for_timeout(1000)  # the question of the address is written into the conversation last of all
    ask(page, "And Nvidia?")
    expect(page.locator("#bot").get_by_test_id("user")).to_have_count(2)


def test_suggested_questions_come_from_the_graph_and_can_be_answered(watched: Watched) -> None:
    page = watched.open("/")
    page.locator(".rg-suggestion:visible").first.click()
    expect(page.locator("#sources mark").first).to_be_visible()


def test_a_conversation_is_kept_on_the_device_saved_and_cited(watched: Watched) -> None:
    page = watched.open("/")
    ask(page, SOLD)
    page.locator("#cite").get_by_role("button").first.click()
    page.get_by_label("BibTeX").check()
    expect(page.locator("#citations textarea")).to_have_value(re.compile(r"^@article\{racegraph-"))
    with page.expect_download() as saved:
        page.locator("#export").click()
    assert SOLD in Path(saved.value.path()).read_text(encoding="utf-8")
    page.reload()
    filled(page)
    page.locator("#history input").click()
    page.get_by_role("option").first.click()
    expect(page.locator("#bot")).to_contain_text("310,000 chips")


def test_a_reload_in_mid_answer_leaves_a_page_that_answers(watched: Watched) -> None:
    page = watched.open("/")
    box = page.locator("#question textarea")
    box.fill(SOLD)
    box.press("Enter")
    page.reload()
    filled(page)
    ask(page, SOLD)
    expect(page.locator("#bot")).to_contain_text("310,000 chips")


def test_two_readers_at_once_see_their_own_conversations(browser: Browser, site: str) -> None:
    with reader(browser, site) as one, reader(browser, site, locale="vi") as other:
        first, second = one.open("/"), other.open("/")
        for page, question in ((first, SOLD), (second, "Huawei sản xuất được bao nhiêu chip Ascend?")):
            page.locator("#question textarea").fill(question)
            page.locator("#question textarea").press("Enter")
        expect(first.locator("#sources mark").first).to_contain_text("310,000")
        expect(second.locator("#sources")).to_contain_text("Ascend")
        assert "Ascend" not in first.locator("#sources").inner_text()
        assert "310,000" not in second.locator("body").inner_text()


def _harmless(page: Page) -> None:
    assert page.evaluate("window.pwned") is None
    assert page.locator('form[action*="evil"], img[src*="evil"], a[href^="javascript"], iframe').count() == 0


@pytest.mark.parametrize(
    "address",
    [f"/articles?id={HOSTILE.id}", "/articles", "/explore?entity=jensen-huang", "/explore?find=%3Cimg+src%3Dx+onerror%3Dwindow.pwned%3D9%3E", "/sources", "/timeline", "/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D9%3E"],
)  # fmt: skip
def test_a_hostile_article_stays_text_everywhere(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.wait_for_timeout(200)
    _harmless(page)


def test_a_hostile_quotation_stays_text_in_an_answer(watched: Watched) -> None:
    page = watched.open("/")
    ask(page, "What did Jensen Huang say about demand for chips?")
    expect(page.locator("#sources")).to_contain_text('<img src="http://evil.example/x.png"')
    _harmless(page)


def test_connections_are_drawn_grow_with_a_choice_and_stand_in_a_table(watched: Watched) -> None:
    page = watched.open("/explore?entity=huawei")
    page.wait_for_function("document.querySelector('rg-graph')?.cy?.nodes().length > 2")
    before = page.evaluate("document.querySelector('rg-graph').cy.nodes().map(n => n.id())")
    assert "huawei" in before
    page.evaluate(
        "document.querySelector('rg-graph').choose(document.querySelector('rg-graph').cy.getElementById('united-states'))"
    )
    page.get_by_text("As a table").click()
    expect(page.locator("rg-graph ~ details table").get_by_role("link", name="Huawei").first).to_be_visible()


def test_a_series_is_drawn_and_can_be_taken_along_as_picture_and_table(watched: Watched) -> None:
    page = watched.open("/timeline?entity=huawei&metric=chip_output&unit=chips")
    expect(page.locator("#series .js-plotly-plot .point").first).to_be_visible()
    with page.expect_download() as picture:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as table:
        page.get_by_role("link", name="Table (CSV)").click()
    assert "demo.example/huang" in Path(table.value.path()).read_text(encoding="utf-8")


def test_versions_are_compared(watched: Watched) -> None:
    page = watched.open(f"/articles?id={HUANG.id}")
    page.get_by_role("link", name="Compare with the version before").click()
    filled(page)
    expect(page.locator("del").first).to_have_text("300,000")
    expect(page.locator("ins").first).to_have_text("310,000")


def test_a_query_is_run_refused_and_has_an_address(watched: Watched) -> None:
    page = watched.open("/cypher?query=MATCH+(a:Article)+RETURN+count(a)+AS+n")
    page.locator("#run").click()
    expect(page.locator("#said")).to_contain_text("1 row in")
    expect(page.locator("#rows").get_by_text("4", exact=True).locator("visible=true").first).to_be_visible()
    page.goto(watched.site + "/cypher?query=MATCH+(n)+DELETE+n")
    filled(page)
    expect(page.locator("#query .cm-content")).to_contain_text("DELETE")
    page.locator("#run").click()
    expect(page.locator("#said")).to_contain_text("read-only")


def test_nodes_in_a_result_are_drawn(watched: Watched) -> None:
    page = watched.open("/cypher?query=MATCH+(c:Claim)-[m:MADE_BY]->(e:Entity)+RETURN+c,+m,+e+LIMIT+3")
    page.locator("#run").click()
    page.wait_for_function("document.querySelector('#picture rg-graph')?.cy?.nodes().length > 1")


def test_a_claim_judged_wrong_disappears_from_answers_and_can_be_taken_back(watched: Watched, opened: Opened) -> None:
    question = "What did Ren Zhengfei say about chips?"
    page = watched.open(f"/articles?id={ALL[2].id}")
    claim = page.locator("aside li", has_text="落后一代")
    claim.get_by_role("button", name="Read wrongly").click()
    expect(claim.get_by_role("status")).to_contain_text("marked as read wrongly")
    judged = opened.desk.ledger.judgements()[-1]
    assert (judged.verdict, judged.by) == ("wrong", "reader")
    page.wait_for_timeout(1500)
    assert judged.a not in {c.claim_id for c in opened.desk.ask(question).citations}
    claim.get_by_role("button", name="Right after all").click()
    expect(claim.get_by_role("status")).to_contain_text("marked as right")


def test_the_graph_may_be_rebuilt_beneath_the_readers(watched: Watched, opened: Opened) -> None:
    page = watched.open("/")
    ask(page, SOLD)
    opened.add([_new_article()])
    ask(page, "How many employees does Mistral have?")
    expect(page.locator("#sources mark").first).to_contain_text("700 employees")
    page.goto(watched.site + "/cypher?query=MATCH+(a:Article)+RETURN+count(a)+AS+articles")
    filled(page)
    page.locator("#run").click()
    expect(page.locator("#rows").get_by_text("5", exact=True).locator("visible=true").first).to_be_visible()


def _new_article() -> Article:
    return article(
        "https://demo.example/mistral", "Arthur Mensch said that Mistral had 700 employees.", title="Mistral grows"
    )


def test_the_api_description_needs_nothing_from_outside(watched: Watched) -> None:
    page = watched.open("/api/docs")
    expect(page.get_by_text("/api/claims", exact=True)).to_be_visible()
    assert json.loads(page.evaluate("fetch('/api/openapi.json').then(r => r.text())"))["info"]["title"] == "racegraph"
