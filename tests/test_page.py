"""The pages: what they show, that whatever they are given stays text, and a browser that uses them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from names import Entity, Form, Gazetteer, Matcher
from names.service.handling import Service
from names.service.served_list import ListHolder
from tests.serving import Client, served

ROOT = Path(__file__).parents[1]
MARKUP = "<img src=x onerror=alert(1)>\"'&"
HTML = {"Accept": "text/html"}
WIDTHS = (360, 900, 1600)
PATHS = (
    "/", "/?name=Akhmetov", f"/?name={quote('Токаев К.-Ж.')}&born=1953", "/?name=", "/?name=Jane+Doe",
    "/table", "/text", "/list", "/list?q=nazar", "/list?q=zzxqv", "/entity/kassym-jomart-tokayev",
    "/entity/nobody", "/about",
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher()


@pytest.fixture(scope="module")
def client(matcher: Matcher) -> Iterator[Client]:
    with served(Service(ListHolder(lambda: matcher))) as one:
        yield one


@pytest.fixture(scope="module")
def hostile() -> Iterator[Client]:
    """A service of a list whose every text is markup."""
    entity = Entity(
        "a/b?<i>&", f"Ivan {MARKUP}", (Form(f"Иван {MARKUP}", "native", "ru"),), "person",
        country=MARKUP, ids={"<b>": MARKUP},
    )  # fmt: skip
    with served(Service(ListHolder(lambda: Matcher(Gazetteer((entity,)))))) as one:
        yield one


def page(client: Client, path: str) -> str:
    return client.get(path, HTML).body.decode()


def words(html: str) -> str:
    """The text of a page as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_the_page_says_what_the_library_says(client: Client, matcher: Matcher) -> None:
    for name in ("Токаев К.-Ж.", "Akhmetov", "Jane Doe"):
        told = words(page(client, f"/?{urlencode({'name': name})}"))
        match = matcher.match(name)
        assert match.status in told and match.reason in told
        assert all(
            candidate.entity.name in told for candidate in match.candidates[:3] if candidate.score > 0.01
        )


def test_why_is_told_of_the_candidate_that_was_chosen(client: Client) -> None:
    told = words(page(client, "/?name=Akhmetov&why=serik-akhmetov"))
    assert "Why, or why not, Serik Akhmetov" in told and "the same" in told


def test_what_is_said_besides_counts_and_what_is_wrong_is_told(client: Client) -> None:
    assert "matched" not in words(page(client, "/?name=Toqaev&born=1990"))
    assert "'soon' is no year of birth" in words(page(client, "/?name=Toqaev&born=soon"))


def test_mentions_are_marked_in_the_text_as_it_was_given(client: Client) -> None:
    text = f"Tokayev met {MARKUP}\r\nin Astana."
    html = client.form("/text", text=text).body.decode()
    assert '<a class="person" href="entity/kassym-jomart-tokayev"' in html
    assert f"met {MARKUP} in" in words(html) and MARKUP not in html


def test_the_list_is_looked_through_part_by_part(client: Client, matcher: Matcher) -> None:
    found: list[str] = []
    path = "/list"
    while path:
        html = page(client, path)
        found += re.findall(r'href="entity/([^"]+)"', html)
        more = re.search(r'<a href="([^"]+)" rel="next"', html)
        path = f"/{unescape(more[1])}" if more else ""
    listed = [entity.id for entity in matcher.gazetteer.entities if entity.replaced_by is None]
    assert found == listed


def test_no_markup_of_a_list_or_an_address_becomes_part_of_a_page(hostile: Client) -> None:
    id = quote("a/b?<i>&", safe="")
    given = urlencode({"name": f"Ivan {MARKUP}", "country": MARKUP, "why": MARKUP, "q": MARKUP})
    paths = [f"/?{given}", f"/list?{given}", "/list", f"/entity/{id}", f"/entity/{quote(MARKUP, safe='')}",
             f"/reconcile/preview?id={id}", "/about"]  # fmt: skip
    for path in paths:
        html = page(hostile, path)
        assert "<img" not in html and "<i>" not in html.replace("<i>Re", "").replace("<i>St", "").replace(
            "<i>Ad", ""
        )
    assert f"Ivan {MARKUP}" in words(page(hostile, f"/entity/{id}"))


def test_links_of_an_entity_lead_back_wherever_its_id_has_slashes(hostile: Client) -> None:
    html = page(hostile, f"/entity/{quote('a/b?<i>&', safe='')}")
    assert 'href="../page.css"' in html
    assert 'href="../../page.css"' in page(hostile, "/entity/a/b")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_loads_nothing_from_elsewhere(client: Client, path: str) -> None:
    reply = client.get(path, HTML)
    html = reply.body.decode()
    assert (
        html.startswith("<!DOCTYPE html>")
        and '<html lang="en">' in html
        and "<h1>" in html.replace(' dir="auto"', "")
    )
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', html):
        assert re.match(r"(?!//)[^:]*$|data:,$", address), address
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert " on" not in re.sub(r">[^<]*<", "><", html)  # no script within the page


# A browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    webdriver = pytest.importorskip(
        "selenium.webdriver", reason="selenium is not installed: pip install selenium"
    )
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (program and driver):
        pytest.skip("Chromium is not installed: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    wanted = ["--headless=new", "--disable-dev-shm-usage", "--hide-scrollbars"]
    for argument in [*wanted, "--no-sandbox"] if os.geteuid() == 0 else wanted:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    opened.implicitly_wait(10)
    yield opened
    opened.quit()


def show(browser: Any, client: Client, path: str) -> None:
    browser.get(f"http://127.0.0.1:{client.port}{path}")


def wait_for(browser: Any, id: str, text: str) -> None:
    waiting = pytest.importorskip("selenium.webdriver.support.ui").WebDriverWait(browser, 20)
    waiting.until(lambda b: text in b.find_element("id", id).text)


@pytest.mark.once
def test_a_name_is_asked_with_the_keyboard_alone(browser: Any, client: Client) -> None:
    keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
    show(browser, client, "/")
    browser.switch_to.active_element.send_keys("Qasym-Zhomart Toqaev", keys.ENTER)
    assert browser.find_element("css selector", "h1 .status").text == "matched"


@pytest.mark.once
def test_a_table_goes_in_and_comes_back_with_its_summary(
    browser: Any, client: Client, tmp_path: Path
) -> None:
    table = tmp_path / "<b>people & co.csv"
    rows = [
        "Toqaev",
        "Akhmetov",
        "Jane <b>Doe</b>",
        "",
        "Jane <b>Doe</b>",
        "Almira Seitkali",
        "Сейтқали Алмира",
    ]
    table.write_text(
        "row;<i>person</i>\n" + "".join(f"{n};{name}\n" for n, name in enumerate(rows)), encoding="utf-8"
    )
    show(browser, client, "/table")
    browser.find_element("id", "file").send_keys(str(table))
    wait_for(browser, "said", "<b>people & co.csv: 2 columns")
    assert browser.find_element("css selector", "#column option:checked").text == "<i>person</i>"
    browser.find_element("id", "go").click()
    wait_for(browser, "said", "7 rows, done")
    shown = browser.find_element("id", "shares").text.splitlines()
    expected = client.ask(
        "POST", "/normalize?column=%232", table.read_bytes(), {"Content-Type": "text/csv"}
    ).body
    for line in shown[:3]:
        status, count, *_ = line.split()
        assert int(count) == expected.decode().count(f";{status}\n") - (
            status == "unknown"
        )  # an empty cell is one
    assert browser.find_element("id", "common").text.splitlines()[0] == "Jane <b>Doe</b> 2"
    browser.find_element("id", "group").click()
    wait_for(browser, "groups", "3 spellings of 2 names")
    assert "Almira Seitkali 2" in browser.find_element("id", "groups").text
    saved = tmp_path / "saved"
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior",
        {"behavior": "allow", "downloadPath": str(saved), "eventsEnabled": False},
    )
    browser.find_element("id", "download").click()
    waiting = pytest.importorskip("selenium.webdriver.support.ui").WebDriverWait(browser, 20)
    waiting.until(lambda _: list(saved.glob("*.csv")))
    [file] = saved.iterdir()
    assert file.name.endswith("people & co-with-ids.csv") and file.read_bytes() == expected


@pytest.mark.once
def test_a_text_is_marked_by_its_form(browser: Any, client: Client) -> None:
    show(browser, client, "/text")
    browser.find_element("id", "given").send_keys("Tokayev flew to Astana.")
    browser.find_element("css selector", "main button").click()
    assert [each.text for each in browser.find_elements("css selector", ".text a")] == ["Tokayev", "Astana"]


@pytest.mark.once
def test_no_page_is_wider_than_its_window_nor_has_an_error(browser: Any, client: Client) -> None:
    for path in PATHS:
        show(browser, client, path)
        for width in WIDTHS:
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width, (
                path,
                width,
            )
    errors = [each["message"] for each in browser.get_log("browser")]
    assert [message for message in errors if "/entity/nobody" not in message] == []
