"""The gate, the login and the JSON API: who may ask what, how often, and what a mistake is answered with. No browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.settings import Settings, WebSettings
from app.web.allowance import Allowance
from app.web.languages import LANGUAGES, chosen_language, unmarked, words
from app.web.pages import PAGES
from app.web.server import make_app
from app.web.sessions import Sessions
from extract.pipeline import Extractor
from graph.errors import QueryFailed, QueryRefused
from graph.sandbox import Sandbox
from ingest.errors import WrongUsage
from tests.app.desk import Opened, desk_over
from tests.app.stories import ALL, CORRECTED, HUANG

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Iterator[Opened]:
    settings = Settings(web=WebSettings(questions_per_minute=1000, requests_per_minute=5000))
    with desk_over(tmp_path_factory.mktemp("api"), extractor, [*ALL, CORRECTED], settings) as made:
        yield made


@pytest.fixture(scope="module")
def client(opened: Opened) -> TestClient:
    return TestClient(make_app(opened.desk, opened.settings.web), base_url="http://127.0.0.1", follow_redirects=False)


def with_users(opened: Opened, **web: object) -> TestClient:
    """Return a client of a server where one has to log in."""
    users = {"ana": SecretStr("a long password")}
    settings = WebSettings(users=users, secret=SecretStr("s"), host="0.0.0.0", **web)
    return TestClient(make_app(opened.desk, settings), base_url="http://127.0.0.1", follow_redirects=False)


def test_the_api_answers_with_exact_citations(client: TestClient, opened: Opened) -> None:
    answer = client.post("/api/ask", json={"question": "How many chips did Nvidia sell?"}).json()
    assert answer["answered"]
    c = answer["citations"][0]
    assert opened.desk.library.get(c["article_id"], c["version"]).text[c["start"] : c["end"]] == c["quote"]


def test_a_follow_up_is_answered_as_one(client: TestClient, opened: Opened) -> None:
    earlier = ["How many Ascend chips will Huawei produce in 2026?"]
    answer = client.post("/api/ask", json={"question": "Who said that?", "earlier": earlier}).json()
    assert answer["answer"] == opened.desk.ask("Who said that?", earlier).answer
    assert answer["answer"] != opened.desk.ask("Who said that?").answer


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/api/claims?entity=huawei&part=about&language=vi", lambda found: found["total"] >= 1),
        ("/api/claims?words=Ascend&since=2026-02-15", lambda found: found["claims"][0]["outlet"] == "Demo Wire"),
        ("/api/claims?modality=declined_to_comment", lambda found: found["claims"][0]["speaker"]["id"] == "amd"),
        ("/api/claims?entity=huawei&kind=Chip&limit=1", lambda found: len(found["claims"]) == 1 < found["total"]),
        ("/api/entities?name=%E5%8D%8E%E4%B8%BA", lambda found: found[0]["id"] == "huawei"),
        ("/api/entities/huawei", lambda found: found["name"] == "Huawei" and found["said_of"] > 2),
        ("/api/entities/huawei/neighbours", lambda found: "ascend" in {n["id"] for n in found["nodes"]}),
        ("/api/figures?entity=huawei&unit=chips", lambda found: {f["figure"]["value"] for f in found["figures"]} == {800_000, 600_000}),
        ("/api/measures", lambda found: all(m["claims"] > 1 for m in found)),
        ("/api/conflicts", lambda found: isinstance(found, list)),
        ("/api/topics", lambda found: isinstance(found, list)),
        ("/api/articles?words=Huawei", lambda found: found["total"] >= 2),
        ("/api/articles?words=Huawei+nowhere", lambda found: found["total"] == 0),
        ("/api/claims?words=Ascend+nowhere", lambda found: found["total"] == 0),
        ("/api/articles?mentions=huawei&language=zh", lambda found: found["total"] == 1),
        ("/api/cypher/named", lambda found: isinstance(found, list)),
        ("/api/health", lambda found: found == {"ok": True}),
    ],
)  # fmt: skip
def test_the_api_lists_what_the_pages_show(client: TestClient, address: str, expected: object) -> None:
    assert expected(client.get(address).json())  # type: ignore[operator]


def test_an_article_is_whole_and_its_versions_are_known(client: TestClient, opened: Opened) -> None:
    article = client.get(f"/api/articles/{HUANG.id}").json()
    told = "\n".join("".join(x["text"] for x in p["pieces"]) for p in article["paragraphs"])
    assert told.replace("\n", "") == CORRECTED.text.replace("\n", "")
    assert [v["newest"] for v in article["versions"]] == [False, True]
    earlier = client.get(f"/api/articles/{HUANG.id}?version={HUANG.version}").json()
    assert "withdrawn" in {c["status"] for c in earlier["claims"]}


def test_figures_come_as_csv_with_their_sources_and_no_formula(client: TestClient) -> None:
    answer = client.get("/api/figures.csv?entity=huawei")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "https://demo.example/huang" in answer.text
    assert not any(cell.startswith(("=", "@")) for line in answer.text.splitlines() for cell in line.split(","))


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "/api/entities/nobody", None, 404),
        ("GET", "/api/articles/nothing", None, 404),
        ("GET", "/api/topics/nothing", None, 404),
        ("GET", "/api/claims?since=yesterday", None, 422),
        ("GET", "/api/claims?modality=loud", None, 422),
        ("GET", "/api/claims?limit=100000", None, 422),
        ("POST", "/api/ask", {"question": ""}, 422),
        ("POST", "/api/ask", {"question": "x" * 3000}, 422),
        ("POST", "/api/cypher", {"query": "MATCH (n) DELETE n"}, 403),
        ("POST", "/api/cypher", {"query": "MATCH (n RETURN n"}, 400),
        ("POST", "/api/cypher", {"query": "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x"}, 403),
        ("POST", "/api/claims/nothing/judgement", {"verdict": "wrong"}, 404),
        ("POST", "/api/claims/nothing/judgement", {"verdict": "loud"}, 422),
    ],
)
def test_a_mistake_is_answered_in_one_line(
    client: TestClient, method: str, address: str, body: object, status: int
) -> None:
    answer = client.request(method, address, json=body)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert "\n" not in answer.json()["error"]


def test_cypher_is_answered_with_typed_cells(client: TestClient) -> None:
    asked = {
        "query": "MATCH (a:Article {id: $id}) RETURN a.published_on AS day, a.words AS words",
        "parameters": {"id": HUANG.id},
    }
    (row,) = client.post("/api/cypher", json=asked).json()["rows"]
    assert row["day"] == "2026-03-03"
    assert row["words"] > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sent_in_the_readers_language_with_its_policy_and_nothing_from_outside(
    client: TestClient, language: str
) -> None:
    for page in PAGES:
        answer = client.get(page.path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert words(language)[f"nav.{page.id}"] in answer.text
        assert "@@" not in answer.text
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert not [x for x in ("googleapis", "cdn.", "raw.githubusercontent", "gradio.app") if x in answer.text]


@pytest.mark.parametrize(
    "address",
    ["/gradio_api/file=/etc/passwd", "/gradio_api/file=https://evil.example/x", "/gradio_api/proxy=http://169.254.169.254/", "/rg/../server.py", "/rg/%2e%2e/server.py"],
)  # fmt: skip
def test_no_file_of_the_machine_and_no_other_server_can_be_had_through_it(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 401, 403, 404)
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"host": "evil.example"}],
)
def test_another_site_cannot_ask_in_a_readers_name(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/ask", json={"question": "Who leads?"}, headers=headers).status_code in (403, 421)


def test_beyond_this_machine_nobody_is_served_without_a_login(opened: Opened) -> None:
    with pytest.raises(WrongUsage, match="log in"):
        make_app(opened.desk, WebSettings(host="0.0.0.0"))


@pytest.mark.parametrize(
    "address", ["/api/claims", "/api/openapi.json", "/api/docs", "/gradio_api/info", "/gradio_api/queue/data"]
)
def test_a_login_covers_the_api_too(opened: Opened, address: str) -> None:
    client = with_users(opened)
    assert client.get(address).status_code == 401
    assert client.get("/articles?id=x").headers["location"] == "/login?next=%2Farticles%3Fid%3Dx"
    assert client.get("/api/claims", auth=("ana", "a long password")).status_code == 200
    assert client.get("/api/claims", auth=("ana", "another")).status_code == 401


def test_a_reader_logs_in_and_out(opened: Opened) -> None:
    client = with_users(opened)
    assert client.get("/login").status_code == 200
    assert client.post("/login", data={"user": "ana", "password": "no"}).status_code == 401
    entered = client.post("/login", data={"user": "ana", "password": "a long password", "next": "//evil.example"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert "httponly" in entered.headers["set-cookie"].lower()
    assert client.get("/api/claims").status_code == 200
    client.post("/logout")
    assert client.get("/api/claims").status_code == 401


def test_a_cookie_cannot_be_made_up_and_ends_with_the_user() -> None:
    sessions = Sessions({"ana": SecretStr("p")}, SecretStr("s"))
    cookie = sessions.issue("ana")
    assert sessions.user(cookie, "") == "ana"
    # Not the last letter: its lowest bits are no part of the signature.
    assert sessions.user(cookie[:-5] + ("A" if cookie[-5] != "A" else "B") + cookie[-4:], "") == ""
    assert Sessions({"ana": SecretStr("p")}, SecretStr("other")).user(cookie, "") == ""
    assert Sessions({"bob": SecretStr("p")}, SecretStr("s")).user(cookie, "") == ""


def test_whoever_asks_too_often_is_told_when_to_come_back(opened: Opened) -> None:
    client = TestClient(make_app(opened.desk, WebSettings(requests_per_minute=2)), base_url="http://127.0.0.1")
    answers = [client.get("/api/health") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_passwords_cannot_be_tried_without_end(opened: Opened) -> None:
    client = with_users(opened, logins_per_minute=2)
    tried = [client.post("/login", data={"user": "ana", "password": "x"}).status_code for _ in range(3)]
    assert tried == [401, 401, 429]


def test_an_allowance_fills_up_again_and_is_each_callers_own() -> None:
    now = [0.0]
    allowance = Allowance(2, clock=lambda: now[0])
    assert [allowance.wait_s("a"), allowance.wait_s("a")] == [0, 0]
    assert allowance.wait_s("a") == pytest.approx(30)
    assert allowance.wait_s("b") == 0
    now[0] = 31
    assert allowance.wait_s("a") == 0


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "expected"),
    [
        ("vi", "zh", "en", "vi"),
        ("", "zh", "en", "zh"),
        ("xx", "", "fr-FR,zh-CN;q=0.8,en;q=0.5", "zh"),
        ("", "", "", "en"),
    ],
)
def test_the_language_is_the_readers(asked: str, remembered: str, accepted: str, expected: str) -> None:
    assert chosen_language(asked, remembered, accepted) == expected


def test_every_language_has_every_word_with_the_same_blanks() -> None:
    import string

    blanks = [
        {k: sorted(f for _, f, _, _ in string.Formatter().parse(v) if f) for k, v in words(x).items()}
        for x in LANGUAGES
    ]
    assert blanks[0] == blanks[1] == blanks[2]
    assert all(text.strip() for x in LANGUAGES for text in words(x).values())


def test_a_word_is_escaped_where_it_is_put_into_a_page() -> None:
    assert unmarked('{"label": "@@ask.send_nothing@@"}', "en") == '{"label": "ask.send_nothing"}'
    assert "<" not in unmarked("@@explore.find_none@@", "en")


def test_every_page_file_is_listed() -> None:
    names = {p.stem for p in (ROOT / "app" / "web" / "pages").glob("*.py")} - {"__init__"}
    assert names == {p.id for p in PAGES}
    assert len({p.path for p in PAGES}) == len(PAGES)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("CREATE (n)", QueryRefused),
        ("WITH reduce(s = 'x', i IN range(1, 40) | s + s) AS big RETURN size(big) AS n", QueryFailed),
        ("MATCH (n RETURN", QueryFailed),
    ],
)
def test_a_query_that_harms_costs_only_its_child(opened: Opened, query: str, error: type[Exception]) -> None:
    sandbox = Sandbox(opened.settings.data_dir / "graph.kgl", memory_mb=1024)
    try:
        with pytest.raises(error):
            sandbox.read(query, timeout_s=2)
        assert sandbox.read("RETURN 1 AS one").rows == ({"one": 1},)
    finally:
        sandbox.close()


def test_a_sandbox_reads_a_graph_that_was_rebuilt(opened: Opened, extractor: Extractor) -> None:
    sandbox = Sandbox(opened.settings.data_dir / "graph.kgl")
    try:
        before = sandbox.read("MATCH (a:Article) RETURN count(a) AS n").rows[0]["n"]
        from tests.graph.factory import article

        opened.add([article("https://demo.example/further", "Sam Altman said that demand was strong.")])
        assert sandbox.read("MATCH (a:Article) RETURN count(a) AS n").rows[0]["n"] == before + 1
    finally:
        sandbox.close()


def test_a_judgement_is_kept_with_its_reader_and_the_graph_follows(opened: Opened) -> None:
    client = with_users(opened)
    claim = opened.desk.ask("What did Ren Zhengfei say about chips?").citations[0].claim_id
    answer = client.post(f"/api/claims/{claim}/judgement", json={"verdict": "wrong"}, auth=("ana", "a long password"))
    assert (answer.status_code, answer.json()["by"]) == (200, "ana")
    for _ in range(100):
        if claim not in {
            c["id"] for c in client.get("/api/claims?limit=500", auth=("ana", "a long password")).json()["claims"]
        }:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the graph was not brought up to date")
