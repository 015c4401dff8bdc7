"""The Start page leads to the article's six figures, and their numbers come out."""

import pytest

from tests.pages.driver import COMPARE, START, numbers, state, visit

BLOBS_KMEANS = {"Inertia": "796.5096"}
BLOBS_GMM = {"Log-likelihood, nats": "-2,097.019", "BIC": "4,374.261", "AIC": "4,252.037"}
FIGURES = (
    BLOBS_KMEANS,
    BLOBS_KMEANS,
    BLOBS_GMM,
    BLOBS_GMM,
    {"Inertia": "163.9485"},
    {"Log-likelihood, nats": "-767.391", "BIC": "1,672.585", "AIC": "1,580.781"},
)


@pytest.fixture(scope="module")
def links() -> list[str]:
    """Where the page leads to in some state: three ways in, and six figures."""
    app = visit(START)
    assert len(app.get("plotly_chart")) == 6
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    queries = [link.proto.query_string for link in app.get("page_link")]
    assert len(set(filter(None, queries))) == 8  # one of the doors keeps what is set
    return list(filter(None, queries))


@pytest.mark.parametrize("number", range(1, 7))
def test_each_link_opens_its_figure_with_the_published_numbers(
    number: int, links: list[str]
) -> None:
    query = links[1 + number]
    assert FIGURES[number - 1].items() <= numbers(state(COMPARE, query)).items()


def test_figures_of_the_same_data_differ_in_what_is_drawn(links: list[str]) -> None:
    assert len(set(links[2:])) == 6
