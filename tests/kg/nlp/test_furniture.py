import pytest

from kg.nlp.furniture import find_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our Newsletter",
        "Skip to content",
        "Print Friendly, PDF & Email",
        "Read more: what the ministers said",
        "Photo: Araz Seed Wire",
        "By: Alia Karim",
    ],
)
def test_a_line_of_the_page_is_furniture(line):
    text = f"Iran warned Iraq.\n\n{line}\n"

    (span,) = find_furniture(text)

    assert span.quote(text).strip() == line


@pytest.mark.parametrize(
    "line",
    [
        "Signatories met in Paris.",
        "By then the army had withdrawn from the whole of the province.",
        "The photograph shows a drone.",
    ],
)
def test_a_line_of_the_article_is_not_furniture(line):
    assert find_furniture(line) == ()
