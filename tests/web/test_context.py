"""What every page can count on: the words of officials, marked with their language."""

import pytest
from flask import g

from participation.web.context import as_written


@pytest.fixture
def two_languages(app, towns):
    town, _ = towns
    with app.test_request_context(f"/{town.slug}/?language=fr"):
        app.preprocess_request()
        assert g.place.languages == ["nl", "fr"]
        yield


@pytest.mark.usefixtures("two_languages")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Drie ballen / <b>Trois boules", '<span lang="nl">Drie ballen</span> / &lt;b&gt;Trois boules'),
        ("Drie ballen", '<span lang="nl">Drie ballen</span>'),
        ("1 / 2 / 3", '<span lang="nl">1 / 2 / 3</span>'),
    ],
)
def test_each_language_of_a_text_is_marked_where_it_is_not_the_pages(written, shown):
    assert as_written(written) == shown
