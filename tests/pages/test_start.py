"""The Start page leads to the article's six figures, and their numbers come out."""

from urllib.parse import parse_qs

import pytest

from tests.pages.driver import COMPARE, START, facts, visit

BLOBS_KMEANS = {"Inertia": "796.5096", "Iterations": "3"}
BLOBS_GMM = {"Log-likelihood, nats": "-2,097.019", "BIC": "4,374.261", "AIC": "4,252.037"}
FIGURES = (
    BLOBS_KMEANS,
    BLOBS_KMEANS,
    BLOBS_GMM,
    BLOBS_GMM,
    {"Inertia": "163.9485"},
    {"Log-likelihood, nats": "-767.391", "BIC": "1,672.585", "AIC": "1,580.781"},
)


@pytest.mark.parametrize("number", range(1, 7))
def test_each_link_opens_its_figure_with_the_published_numbers(number: int) -> None:
    links = [link.proto for link in visit(START).get("page_link")]
    link = next(link for link in links if link.label.startswith(f"**{number}."))
    app = visit(COMPARE, {key: value[0] for key, value in parse_qs(link.query_string).items()})
    assert FIGURES[number - 1].items() <= set(facts(app))
    assert not app.info


def test_every_door_shows_what_is_behind_it() -> None:
    app = visit(START)
    assert len(app.get("plotly_chart")) == len(app.get("page_link")) == 9
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
