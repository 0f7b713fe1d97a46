import pytest

from tests import factories

from .shelf import fill


def test_theme_shows_its_pledges_and_its_neighbours(client, edition_2022):
    page = client.get("/themes/2022/6/").text
    assert "<h1>돌봄과 나눔의 지역 공동체</h1>" in page
    assert '<a href="/pledges/2022/6-1/">지역사회 통합돌봄 실현</a>' in page
    assert page.count('<a href="/pledges/2022/6-') == 5
    assert 'rel="prev" href="/themes/2022/5/"' in page
    assert 'rel="next" href="/themes/2022/7/"' in page


@pytest.mark.parametrize(("number", "missing"), [(1, "prev"), (12, "next")])
def test_first_and_last_theme_have_one_neighbour(client, edition_2022, number, missing):
    page = client.get(f"/themes/2022/{number}/").text
    assert f'rel="{missing}"' not in page
    assert page.count('rel="prev"') + page.count('rel="next"') == 1


@pytest.mark.django_db
def test_theme_shows_both_titles_where_the_book_has_two(client):
    theme = factories.theme(title="하나", printed_contents="차례의 것", printed_body="본문의 것", note="다릅니다.")
    page = client.get(theme.get_absolute_url()).text
    for words in ("‘차례의 것’", "‘본문의 것’", "다릅니다."):
        assert words in page
    assert "책과 다른 점" not in client.get(factories.theme().get_absolute_url()).text


@pytest.mark.django_db
def test_theme_shows_the_first_paragraph_and_folds_the_others(client):
    theme = factories.theme(background="앞의 것.\r\n\r\n뒤의 것.\n\n끝의 것.")
    page = client.get(theme.get_absolute_url()).text
    shown, _, folded = page.partition('<details class="unfold">')
    assert "<p>앞의 것.</p>" in shown
    assert "뒤의 것" not in shown
    inside, _, after = folded.partition("</details>")
    assert "<p>뒤의 것.</p><p>끝의 것.</p>" in inside
    assert "이 사이트가 쓴 글" in after
    assert "<p></p>" not in page


@pytest.mark.django_db
def test_theme_folds_nothing_where_the_background_is_one_paragraph(client):
    page = client.get(factories.theme(background="하나뿐인 것.").get_absolute_url()).text
    assert "<p>하나뿐인 것.</p>" in page
    assert "이어 읽기" not in page


@pytest.mark.django_db
def test_theme_leaves_out_what_is_not_published(client):
    pledge = factories.pledge(title="보이는 공약")
    factories.pledge_text(factories.pledge(pledge.theme, live=False), title="안 보이는 초안", published_at=None)
    page = client.get(pledge.theme.get_absolute_url()).text
    assert "보이는 공약" in page
    assert "안 보이는 초안" not in page


@pytest.mark.django_db
def test_themes_of_another_edition_are_no_neighbours(client):
    factories.theme(factories.edition(2022), title="옛 분야")
    new = factories.theme(factories.edition(2026), title="새 분야")
    page = client.get(new.get_absolute_url()).text
    assert new.get_absolute_url() == "/themes/2026/1/"
    assert "옛 분야" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_theme_asks_the_same_queries_for_any_number_of_pledges(client, django_assert_num_queries, size):
    fill(size)
    with django_assert_num_queries(6):
        response = client.get("/themes/2022/1/")
    assert len(response.context["texts"]) == size
