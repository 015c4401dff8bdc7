"""What Mixture Lab is, ways in for three kinds of people, and the six figures of the article."""

from collections.abc import Sequence
from dataclasses import replace

from components import compare, frame
from components.stage.state import Film, State
from components.step import race
from core.settings import Frame, Group, Values, settle

COMPARE = "pages/compare/compare.py"
BLOBS = {"data": "blobs", "k": "5", "fit_seed": "420"}
STRETCHED = {"data": "stretched", "k": "4"}
KMEANS = {"show": "k-means"}
GMM = {"show": "GMM", "shading": "none"}
POINTS = {"circles": "false", "levels": "none", "colours": "hard"}
FIGURES = (
    ("1. Five groups by k-means", BLOBS | KMEANS | POINTS),
    ("2. Its clusters in circles", BLOBS | KMEANS),
    ("3. Five groups by a mixture", BLOBS | GMM | POINTS),
    ("4. Its components in ellipses", BLOBS | GMM),
    ("5. Circles on stretched groups", STRETCHED | KMEANS | {"fit_seed": "0"}),
    ("6. Ellipses on stretched groups", STRETCHED | GMM | {"fit_seed": "42"}),
)
WAYS: Sequence[frame.Way] = (
    (
        "Teach a class",
        "Step through EM, half a step at a time, forwards and backwards. Every state has a link.",
        "pages/step/em.py",
        {"data": "stretched"},
    ),
    (
        "Learn how they work",
        "See both models on the same points, and find out where they differ, question by question.",
        COMPARE,
        {"card": "1"},
    ),
    (
        "Use your own data",
        "Bring a table: it becomes a data set on every page, with its columns and its classes.",
        "pages/data/data.py",
        {},
    ),
)
LIVING = settle(race.SETTINGS, {"data": "stretched"}).values


def living(at: Values) -> State:
    """k-means and EM from the same start, again and again."""
    shown = race.state({**LIVING, **at})
    assert isinstance(shown.picture, Film)
    return State(replace(shown.picture, plays=True), shown.alt)


frame.front(
    living,
    (Group("", (Frame(),)),),
    key="start",
    title="See k-means and mixtures think",
    sentence="The same points in circles and in ellipses, step by step, with the models' own "
    "numbers. You can't break anything, and every state has a link.",
    ways=WAYS,
)
frame.section(
    "Six figures of an article, live",
    "From circles that cut through groups to ellipses that follow them. Open one and change it.",
)
with frame.gallery(360):
    for title, texts in FIGURES:
        frame.door(compare, texts, title, compare.result(texts), COMPARE)
