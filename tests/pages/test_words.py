"""Every sentence and number is true, whatever the settings: no nan, no inf, no claim unchecked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.stage.state import Fact, Film, State
from components.step import em
from core import datasets, gmm
from core.plans import Origin, Plan
from tests.pages.driver import (
    ANATOMY,
    BY_HAND,
    COLLAPSE,
    COMPARE,
    CONDITIONAL,
    CRITERIA,
    DIGITS,
    EM,
    FUZZY,
    GUESS,
    KMEANS,
    MERGE,
    MOONS,
    RACE,
    SAMPLE,
    SOFTEN,
    captions,
    numbers,
    state,
    visit,
)

ROOT = Path(__file__).parents[2]
CLAIM = re.compile(
    r"\b(always|never|can't|cannot|impossible|best|worst|must|every time|guarantee\w*|no matter|"
    r"perfect\w*|proves?|certainly|surely|optimal)\b",
    re.IGNORECASE,
)
CHECKED = {  # why each of these is true, whatever the data
    "If generated points can't be told": "an if",
    "it can't prove that they are alike": "no test can",
    "are best looked into": "advice",
    "1 is perfect": "of the adjusted Rand index, by its definition",
    "have never been measured": "they were generated",
    "was never measured": "likewise",
    "You can't break anything": "the tests",
    "can't be pointed at": "a cloud has no points",
    "circles cannot": "follow stretched groups",
    "Here it must have two columns": "a rule",
    "$J$ never rises": "each half-step makes it least while the other half is held still",
    "so none is best": "a refusal",
    "can't be the header": "a refusal",
    "a tidy tree proves nothing": "no picture does",
    "From the best end to the worst": "of the starts that were drawn",
    "from the best end to the worst": "likewise",
    "at each end, the best first": "likewise",
    "Best of …": "likewise",
    "At the best": "likewise",
    "led to the best end among these": "likewise",
    "From the best start down": "likewise",
    "whose best value": "likewise",
    "The best of $n$ starts is a lower bound": "likewise",
    "A slider can't stand there": "an answer to a forged request",
    "values should never be zero": "the title of a paper",
}
RULE = re.compile(r"\bmust (be|have|name|label|collapse)\b")  # what is required of an input
EXTREME = {
    COMPARE: (
        "n=10&k=10&seed=0&types=true&table=true",
        "n=10&k=12&std=0.05&shading=uncertainty&types=true",
        "k=1&shading=responsibilities&types=true",
        "data=line&n=10&k=12&std=0.05&types=true",
        "data=wine&k=12&table=true",
        "data=waiting&k=12&start=random_points&types=true",
        "data=circles&noise=0&k=12&start=random_responsibilities",
        "data=sizes&sizes_share=0.98&n=10&k=9",
        "std=5&clusters=12&k=12&fit_seed=4294967295&seed=4294967295",
    ),
    EM: (
        "begin=random_points&bound=true&follow=true",
        "begin=random_points&reg=0&bound=true&follow=true",
        "begin=identical&reg=0&follow=true&step=99",
        "n=10&k=12&reg=0&begin=kmeans&bound=true&follow=true",
        "begin=by_hand&means=0,0~0.01;1,1~0.01&k=2&follow=true&step=1&bound=true",
        "begin=by_hand&means=900,900~0.0001;-900,-900~0.0001*1000000&k=2&follow=true&bound=true",
        "data=waiting&k=12&begin=random_points&reg=0&follow=true",
        "data=wine&k=12&begin=on_an_outlier&reg=0&step=99",
        "begin=random_responsibilities&k=12&follow=true&step=99",
        "k=1&bound=true&follow=true",
    ),
    KMEANS: (
        "n=10&k=12",
        "begin=identical&k=12",
        "k=1",
        "data=waiting&k=12",
        "begin=by_hand&means=900,900;-900,-900;0,0&k=3",
    ),
    FUZZY: ("n=10&k=12", "m=1.01&begin=identical", "m=5&k=12", "k=1", "data=wine&k=12&m=1.01"),
    RACE: ("begin=random_points&reg=0", "n=10&k=12&reg=0", "begin=identical", "k=1"),
    SOFTEN: ("n=10&k=12", "begin=identical&k=12", "k=1", "data=wine&scale=as+measured"),
    COLLAPSE: (
        "step=99",
        "case=Duplicated+points&step=99",
        "case=Too+many+components&step=99",
        "case=Too+many+components&cure=fewer&step=99",
    ),
    SAMPLE: (
        "n=10&k=12&quality=true&new=10",
        "temperature=0.05&quality=true&new=10",
        "hide=1&hide=2&hide=3&hide=4&hide=5&only=1&quality=true&temperature=4",
        "data=line&n=10&k=10&quality=true&new=10",
    ),
    ANATOMY: ("n=10&k=12&draw=4294967295", "data=line&n=10&k=12", "k=1"),
    BY_HAND: (
        "k=1&errors=true",
        "k=1&xx1=0.3&yy1=0.3&xy1=0.3&errors=true",
        "k=2&weight1=0.01&weight2=100&xx1=0.001&yy1=0.001&xy1=0&new=20&errors=true",
        "k=12&new=20",
        "k=2&x1=50&x2=-50&xx1=100&yy1=100&xy1=99.99&new=20",
    ),
    MOONS: ("n=50&noise=0&k=20", "k=1"),
    CONDITIONAL: (
        "n=10&k=12",
        "at=96&scale=as+measured",
        "data=blobs&n=10&k=10&at=-9",
        "data=line",
    ),
    DIGITS: ("k=1", "k=200&from=200&to=200"),
    GUESS: ("reveal=true", "reveal=true&marks=1&cards=10"),
    CRITERIA: (
        "data=blobs&n=10&clusters=10&std=0.05&k=12&verdict=true&cells=true",
        "data=line&n=10&by=silhouette&k=1",
        "data=waiting&by=gap&k=12",
        "data=iris&by=unseen&k=12&cov=tied",
        "data=wine&by=elbow&verdict=true",
        "data=moons&refine=true&k=1&start=kmeans_whitened",
    ),
    MERGE: (
        "data=blobs&n=10&k=11&replicates=19",
        "data=line&n=10&k=1&replicates=19",
        "data=waiting&what=merge&k=11&into=11",
        "what=merge&k=1",
    ),
}
CASES = [(page, query) for page, queries in EXTREME.items() for query in queries]
NO_NUMBER = re.compile(r"\b(nan|inf)\b|\bNaN\b")
ONE = re.compile(
    r"(?<![\d.,])1 (points|clusters|components|iterations|centres|places|parameters|ellipses|"
    r"starts|measured points|generated ones|equal round components)\b"
)


def told(shown: State) -> Iterator[str]:
    """All that a picture says in words and numbers."""
    yield from (shown.alt, *shown.notes, *(handle.label for handle in shown.handles))
    yield from of_facts(fact for facts in shown.facts.values() for fact in facts)
    if isinstance(shown.picture, Film):
        for i in range(shown.picture.length):
            frame = shown.picture.frame(i)
            yield frame.caption
            yield from of_facts(fact for facts in frame.facts.values() for fact in facts)


def of_facts(facts: Iterator[Fact]) -> Iterator[str]:
    for fact in facts:
        yield from (fact.name, fact.value, fact.meaning)


def on_the_page(app: AppTest) -> list[str]:
    """What the page says beside its picture."""
    listed = (app.markdown, app.caption, app.warning, app.success, app.info)
    said = [each.value for kind in listed for each in kind]
    return [*said, *(metric.value for metric in app.metric)]


@pytest.mark.parametrize(("page", "query"), CASES)
def test_no_sentence_and_no_number_is_nan_or_infinite(page: str, query: str) -> None:
    shown = state(page, query)
    assert [text for text in told(shown) if NO_NUMBER.search(text)] == []
    if isinstance(shown.picture, Film):
        assert np.isfinite([height for height in shown.picture.curve if height is not None]).all()
    app = visit(page, query)
    assert [text for text in on_the_page(app) if NO_NUMBER.search(text)] == []
    for table in app.dataframe:
        assert not table.value.isna().any().any()


@pytest.mark.parametrize(("page", "query"), CASES)
def test_one_of_something_is_not_said_as_many(page: str, query: str) -> None:
    said = [*told(state(page, query)), *on_the_page(visit(page, query))]
    assert [text for text in said if ONE.search(text)] == []


CARDS = ("em", "kmeans", "collapse")
FIRST = "begin=first_points"
AT_FLOOR = "no width of their own in some direction"


@pytest.mark.parametrize(
    "page", [COMPARE, EM, RACE, SAMPLE, CONDITIONAL], ids=lambda page: page.split("/")[-1]
)
def test_components_that_are_nothing_but_regularisation_are_named(page: str) -> None:
    data = {"data": "blobs", "n": "10", "begin": "kmeans"}
    assert any(
        f"10 of 10 components have {AT_FLOOR}" in n for n in state(page, data | {"k": "10"}).notes
    )
    assert not any(AT_FLOOR in note for note in state(page, {"data": "blobs", "k": "5"}).notes)


def test_digits_say_that_their_likelihood_measures_what_was_added() -> None:
    assert f"110 of 110 components have {AT_FLOOR}" in state(DIGITS).notes[1]
    assert f"37 of 50 components have {AT_FLOOR}" in state(DIGITS, "k=50").notes[1]
    assert len(state(DIGITS, "k=10").notes) == 1


def test_no_criterion_prefers_a_fit_that_is_nothing_but_regularisation() -> None:
    """Of 50 points AIC would choose 20 components, 11 of them without width."""
    shown = state(MOONS, "n=50&k=20")
    assert (numbers(shown)["By BIC"], numbers(shown)["By AIC"]) == ("k = 6", "k = 8")
    assert f"11 of 20 components have {AT_FLOOR}" in shown.notes[1]
    assert len(state(MOONS).notes) == 1


def test_a_start_from_random_points_is_a_density_and_a_small_step_is_told_as_one() -> None:
    """Weights of 1/n each would sum to k/n, and the likelihood be too low by n ln(n/k)."""
    shown = state(EM, "begin=random_points")
    weights = [float(w) for w in re.findall(r"from ([\d.]+) to", captions(shown)[2])]
    assert weights == [25.0]
    mixture = em.strip(Origin("stretched"), Plan(4, start="random_points")).trace.steps[0].mixture
    assert mixture.weights.sum() == pytest.approx(1, abs=1e-12)
    likelihood = gmm.e_step(datasets.draw("stretched").points, mixture)[1]
    assert numbers(shown)["Log-likelihood, nats"] == f"{likelihood:,.4f}"


def test_a_start_without_width_has_no_likelihood_yet() -> None:
    shown = state(EM, "begin=random_points&reg=0")
    assert captions(shown)[0] == (
        "Start: 4 components, with no width, so there is no log-likelihood yet."
    )
    assert numbers(shown)["Log-likelihood, nats"] == "minus infinity"
    assert "goes from minus infinity to" in shown.alt


def printable() -> Iterator[str]:
    """Every text that a reader may meet: of the texts, of the code, and of the stage."""
    for file in ROOT.glob("texts/**/*.md"):
        yield file.read_text()
    parts = "components", "pages", "core"
    for file in (file for part in parts for file in ROOT.glob(f"{part}/**/*.py")):
        yield from _strings(ast.parse(file.read_text()))
    for file in ROOT.glob("components/stage/web/*.js"):
        code = re.sub(r"(?m)^\s*(//|\*|/\*).*$", "", file.read_text())
        yield from re.findall(r'"[^"\n]*"|`[^`]*`', code)


def _strings(tree: ast.AST) -> Iterator[str]:
    """The texts in some code, with what is put in left out; of docstrings only those shown."""
    hidden: set[ast.AST] = set()
    for node in ast.walk(tree):
        has_name = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if has_name and ast.get_docstring(node):
            calls = (getattr(each, "func", None) for each in getattr(node, "decorator_list", []))
            if not {getattr(call, "id", "") for call in calls} & {"recipe", "case"}:
                hidden.add(node.body[0].value)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.Constant)]
            hidden |= set(parts)
            yield "…".join(str(part.value) for part in parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in hidden:
            yield node.value


def test_nothing_is_claimed_that_data_could_break() -> None:
    """No always and no best, but for those that hold by definition or by proof."""
    unchecked = []
    for text in printable():
        left = RULE.sub("", " ".join(text.split()))
        for claim in CHECKED:
            left = left.replace(claim, "")
        unchecked += [left[max(0, m.start() - 60) : m.end() + 40] for m in CLAIM.finditer(left)]
    assert unchecked == []


def test_every_exception_is_needed() -> None:
    said = " ".join(" ".join(text.split()) for text in printable())
    assert [claim for claim in CHECKED if claim not in said] == []


def test_cards_tell_what_their_buttons_show() -> None:
    """The numbers in the answers are those of the state that is shown beside them."""
    cards = {name: (ROOT / "texts" / f"{name}_cards.md").read_text() for name in CARDS}
    first, other = (numbers(state(EM, query), -1) for query in ("", "begin=kmeans"))
    assert f"EM ends after {other['Iteration']} iterations at -767 nats" in cards["em"]
    assert f"from the first points after {first['Iteration']} at -857" in cards["em"]
    assert [round(float(each["Log-likelihood, nats"])) for each in (other, first)] == [-767, -857]
    worse, start = (numbers(state(KMEANS, q), -1)["Inertia"] for q in ("begin=two_in_one", FIRST))
    assert f"an inertia of {float(worse):.0f}, from the first points with {float(start):.0f}" in (
        " ".join(cards["kmeans"].split())
    )
    gone, floored = (numbers(state(COLLAPSE, query), -1) for query in ("", "cure=floor"))
    assert gone["Component"] == floored["Component"] == "4"
    assert float(gone["Density at its mean"]) > 1e5
    assert float(floored["Density at its mean"]) < 20


def test_a_button_of_a_card_leads_to_the_frame_that_its_answer_is_about() -> None:
    for page, query, last in (
        (EM, "step=38", "E: "),
        (EM, "begin=kmeans&step=13", "E: "),
        (KMEANS, "begin=two_in_one&step=13", "Assign: "),
        (COLLAPSE, "step=17", "E: "),
        (COLLAPSE, "cure=floor&step=23", "E: "),
    ):
        shown = state(page, query)
        assert isinstance(shown.picture, Film)
        asked = int(query.split("step=")[1])
        assert shown.picture.length - 2 <= asked <= shown.picture.length - 1
        assert captions(shown)[-1].startswith(last)
    assert captions(state(EM))[2].startswith("M: ")
    assert captions(state(KMEANS))[3].startswith("Assign: 81 points join a nearer centre")
