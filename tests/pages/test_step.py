"""The films show the algorithm's own numbers, frame by frame."""

import dataclasses
import re
from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky
from streamlit.testing.v1 import AppTest

from components.figures import theme
from components.stage.scene import Scene
from components.stage.state import Film, State
from components.step import em, followed, race, soften
from components.step import kmeans as of_kmeans
from core import datasets, film, gmm, kmeans, starts
from core.handmade import Place
from core.plans import Origin, Plan
from tests.core.test_film import TEN
from tests.pages.driver import (
    EM,
    KMEANS,
    RACE,
    SOFTEN,
    address,
    captions,
    gesture,
    healthy,
    message,
    move,
    notes,
    numbers,
    press,
    state,
    values,
    visit,
)

STRETCHED = datasets.draw("stretched")
GOLDEN = (
    -3.253699, -2.564419, -2.427197, -2.402798, -2.388893, -2.368032, -2.339904, -2.312451,
    -2.297980, -2.292380, -2.288131, -2.283578, -2.277346, -2.266872, -2.246116, -2.201421,
    -2.148792, -2.142073, -2.141809, -2.141769,
)  # fmt: skip


def strip(plan: Plan) -> em.Strip:
    """EM on the stretched blobs."""
    return em.strip(Origin("stretched"), plan)


def scene(shown: State, frame: int) -> Scene:
    """One frame of a film."""
    assert isinstance(shown.picture, Film)
    return shown.picture.frame(frame).scene


def kmeans_captions(strip: of_kmeans.Strip) -> list[str]:
    """What is said of every half-step."""
    before = (None, *strip.frames)
    return [of_kmeans.sentence(*pair) for pair in zip(before, strip.frames, strict=False)]


def of_points(x: np.ndarray, *places: tuple[float, ...]) -> of_kmeans.Strip:
    """k-means on some points, from places by hand."""
    trace = kmeans.fit(x, len(places), centres=np.array(places, dtype=float), max_iter=60)
    return of_kmeans.Strip(trace, film.n_frames(trace), lambda: film.kmeans_frames(x, trace))


@pytest.mark.parametrize("t", range(20))
def test_the_golden_run_is_what_the_page_opens_on(t: int) -> None:
    shown = numbers(state(EM), 2 * t + 1)
    assert shown["Half-step"] == "E"
    assert shown["Per point, nats"] == f"{GOLDEN[t]:.6f}"


def test_it_says_why_it_converged() -> None:
    said = state(EM).notes[0]
    assert "converged after 19 iterations" in said
    assert "0.001" in said


@pytest.mark.parametrize("begin", [*starts.STARTS, *gmm.STARTS])
@pytest.mark.parametrize("reg", ["1e-6", "0"])
def test_every_start_gives_a_film_even_one_that_collapses(begin: str, reg: str) -> None:
    assert captions(state(EM, {"begin": begin, "reg": reg, "follow": "true", "bound": "true"}))


@pytest.mark.parametrize("name", ["blobs", "iris", "wine", "faithful", "noise"])
@pytest.mark.parametrize("page", [EM, KMEANS])
def test_every_data_set_gives_a_film(page: str, name: str) -> None:
    assert captions(state(page, {"data": name}))


def test_a_film_has_a_caption_a_height_and_numbers_for_every_half_step() -> None:
    shown = state(EM)
    assert isinstance(shown.picture, Film)
    assert shown.picture.length == len(shown.picture.curve) == len(captions(shown)) == 40


def test_sentences_of_em_tell_the_numbers_of_the_half_step() -> None:
    steps, said = strip(Plan(4, start="first_points")).trace.steps, captions(state(EM))
    for index in range(2, 40, 2):
        before, after = (steps[index // 2 - 1 + i] for i in (0, 1))
        moved = np.sqrt(((after.mixture.means - before.mixture.means) ** 2).sum(axis=1))
        gain = after.log_likelihood - before.log_likelihood
        mean, by, weight, low, high, gained = re.findall(
            r"[-+]?\d+(?:\.\d+)?(?:e-?\d+)?", said[index]
        )
        assert (int(mean), float(by)) == (
            moved.argmax() + 1,
            pytest.approx(moved.max(), rel=5e-3),
        )
        row = int(weight) - 1
        assert float(low) == pytest.approx(100 * before.mixture.weights[row], abs=0.06)
        assert float(high) == pytest.approx(100 * after.mixture.weights[row], abs=0.06)
        assert float(gained) == pytest.approx(gain, rel=5e-3)


def test_sentences_of_e_tell_which_point_changed_its_shares_most() -> None:
    steps, said = strip(Plan(4, start="first_points")).trace.steps, captions(state(EM))
    shares = [gmm.e_step(STRETCHED.points, step.mixture)[0] for step in steps]
    for t in range(1, 20):
        changed = np.maximum(shares[t] - shares[t - 1], 0).sum(axis=1)  # what was gained was lost
        found = re.match(
            r"E: point (\d+) changed most: (\S+) % of it changed hands, most of that from "
            r"component (\d) to component (\d)\.",
            said[2 * t + 1],
        )
        assert found
        point, percent, gave, got = found.groups()
        assert changed[int(point) - 1] == pytest.approx(changed.max())
        assert float(percent) == pytest.approx(100 * changed.max(), rel=0.05)
        change = (shares[t] - shares[t - 1])[int(point) - 1]
        assert (change.argmin(), change.argmax()) == (int(gave) - 1, int(got) - 1)


@pytest.mark.parametrize("means", ["45;89", "83;71;52"])
def test_where_distances_tie_inertia_falls_and_what_rests_stays(means: str) -> None:
    """Whole numbers tie all the time: sentences, moves and inertia are of one rule."""
    query = {"data": "waiting", "begin": "by_hand", "means": means, "k": f"{means.count(';') + 1}"}
    shown = state(KMEANS, query)
    assert isinstance(shown.picture, Film)
    inertias = [value for value in shown.picture.curve if value is not None]
    assert all(np.diff(inertias) <= 1e-12 * inertias[0])
    said = captions(shown)
    for i in range(3, len(said), 2):
        changed = numbers(shown, i)["Points that changed"].startswith("0 of")
        assert ("no point changes its cluster" in said[i]) == changed
    rest = next(i for i, text in enumerate(said) if "no point changes" in text)
    assert all("no point changes" in text or "already at" in text for text in said[rest:])


def test_a_point_between_two_centres_is_told_to_join_one_as_near() -> None:
    """From 0 and 7 the centres move to 1 and 7: the point at 4 is then as near to the first."""
    made = of_points(np.array([[0.0], [2.0], [4.0], [9.0], [8.0]]), (0,), (7,))
    assert made.frames[1].labels is not None
    assert made.frames[1].labels.tolist() == [0, 0, 1, 1, 1]
    said = kmeans_captions(made)[3]
    assert "1 point joins another centre that is as near and comes first" in said


def test_emptied_clusters_are_told_as_what_happened_in_that_half_step() -> None:
    made = of_points(TEN, (2, 0), (12, 0), (900, 0), (0, 900))
    move = kmeans_captions(made)[2]
    assert move.startswith("Move: clusters 3 and 4 had lost all their points, so their centres are")
    pair = re.search(r"put on points (\d+) and (\d+), the farthest from their own", move)
    assert pair
    assert {int(number) for number in pair.groups()} <= {1, 5, 6, 10}  # the ends of both groups
    assert set(TEN[[int(number) - 1 for number in pair.groups()], 0]) == set(
        made.trace.steps[1].centres[2:, 0]
    )


@pytest.mark.parametrize("begin", starts.STARTS)
def test_kmeans_says_why_it_stopped_with_the_numbers_that_decided(begin: str) -> None:
    x = STRETCHED.points
    trace = kmeans.fit(x, 4, centres=starts.centres(x, 4, begin), max_iter=60)
    said = re.search(
        r"sum to (\S+), the tolerance is (\S+)\.", state(KMEANS, {"begin": begin}).notes[0]
    )
    assert said
    moved = ((trace.steps[-1].centres - trace.steps[-2].centres) ** 2).sum()
    tolerance = 1e-4 * x.var(axis=0).mean()
    assert float(said.group(1)) == pytest.approx(moved, rel=0.05, abs=1e-30)
    assert float(said.group(2)) == pytest.approx(tolerance, rel=0.05)
    assert moved <= tolerance


@pytest.mark.parametrize("begin", ["k-means++", "random_points", "kmeans", "on_an_outlier"])
def test_both_models_begin_at_the_same_centres_wherever_that_is(begin: str) -> None:
    made = race.race(Origin("stretched"), Plan(4, start=begin, seed=3))
    ours, theirs = made.kmeans.trace.steps[0], made.em.trace.steps[0]
    assert np.array_equal(ours.centres, theirs.mixture.means)
    assert captions(state(RACE, {"begin": begin, "fit_seed": "3"}))


def test_more_components_than_places_are_put_where_points_are_far() -> None:
    app = visit(EM, "begin=by_hand&means=-5,5;-3,3*2&k=2")
    assert len(places(app)) == 2
    app = move(app, k=3)
    assert any(
        "There are 2 places by hand, and k is 3: the others are put" in n for n in notes(app)
    )
    assert places(app)[:2] == [(-5, 5), (-3, 3)]
    app = move(app, k=1)
    assert places(app) == [(-5, 5)]
    app = gesture(app, "undo")
    assert len(places(app)) == 3
    app = gesture(app, "undo")
    assert address(app) == {"begin": "by_hand", "means": "-5,5;-3,3*2", "k": "2"}


def places(app: AppTest) -> list[tuple[float, float]]:
    """Where the handles of a start's means are."""
    handles = message(app)["handles"]
    return [(h["x"], h["y"]) for h in handles if h["name"].startswith("place")]


def test_places_that_are_typed_are_as_many_as_there_are_components() -> None:
    app = visit(EM, "begin=by_hand&means=-5,5;-3,3&k=2")
    app.text_input(key="means").set_value("-5,5;-3,3;0,0;1,1").run()
    assert values(healthy(app))["k"] == 4
    assert address(gesture(app, "undo"))["means"] == "-5,5;-3,3"


def test_an_m_step_that_the_regularisation_costs_likelihood_says_so() -> None:
    made = strip(Plan(4, seed=0, reg_covar=5.0))
    gains = np.diff([step.log_likelihood for step in made.trace.steps])
    fell = int(gains.argmin())
    assert gains[fell] < 0
    before, after = made.frames[2 * fell + 1 : 2 * fell + 3]
    said = em.sentence(before, after, 400)
    assert f"fell by {-gains[fell]:.2f} nats: the step gained less than regularisation cost" in said


def test_sentences_of_kmeans_tell_the_numbers_of_the_half_step() -> None:
    said = captions(state(KMEANS))
    steps = of_kmeans.strip(Origin("stretched"), Plan(4, start="in_a_corner")).trace.steps
    for index in range(3, len(said), 2):
        t = index // 2
        changed = int((steps[t].labels != steps[t - 1].labels).sum())
        found = re.search(r"([\d,]+) points? joins? a nearer", said[index])
        assert (int(found.group(1).replace(",", "")) if found else 0) == changed


def test_a_row_of_products_that_underflow_is_written_in_logs() -> None:
    row = film.follow(
        STRETCHED.points, 0, strip(Plan(2, places=(_narrow(0), _narrow(1)))).trace.steps[0].mixture
    )
    assert row.evidence == 0
    told = followed.followed(1, 0, row)
    assert "in logarithms" in told
    assert told.count(r"\ln\,w_") == told.count(r"\ln 0.5") == 2
    assert not re.search("nan|inf", told)
    weightless = dataclasses.replace(row, weights=np.array([1.0, 0.0]))
    assert r"w_{2} &= 0" in followed.followed(1, 0, weightless)


def _narrow(at: float) -> Place:
    return Place((at, at), 1.0, (0.01,))


def test_the_followed_point_of_a_start_whose_products_underflow_is_on_the_page() -> None:
    query = "begin=by_hand&means=0,0~0.01;1,1~0.01&k=2&follow=true&step=1"
    app = visit(EM, query)
    written = next(
        part.value for part in app.markdown if part.value.startswith("Point 1 in frame ")
    )
    assert "in logarithms, as some are too small" in written
    assert not re.search(r"\b(nan|inf)\b", written)


@pytest.mark.parametrize("step", [0, 12, 39])
@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_a_followed_points_row_is_scikit_learns_and_sums_to_one(step: int, kind: str) -> None:
    trace = strip(Plan(4, start="first_points", covariance_type=kind)).trace
    now = min(step, film.n_frames(trace) - 1)
    mixture = trace.steps[now // 2].mixture
    expected = _as_scikit_learn(mixture).predict_proba(STRETCHED.points[199:200])[0]
    row = film.follow(STRETCHED.points, 199, mixture)
    printed = re.findall(r"r_\{\d\} &= ([\d.]+)", followed.followed(200, 0, row))
    assert sum(Decimal(share) for share in printed) == 1
    assert [float(share) for share in printed] == pytest.approx(expected, abs=1e-4)
    chart = scene(state(EM, {"follow": "true", "point": "200", "cov": kind}), now)
    curves = [t["y"] for t in chart.data if t["name"].startswith("component")]
    assert [curve[now] for curve in curves] == pytest.approx(expected, abs=1e-6)


def test_the_row_of_the_followed_point_is_under_the_picture() -> None:
    app = visit(EM, "step=12&follow=true&point=200")
    assert any(part.value.startswith("Point 200 in frame ") for part in app.markdown)
    assert any(note.startswith("In the next M-step this point makes up") for note in notes(app))
    app = gesture(app, "click", x=0, y=0, panel=1, trace="points", point=7)
    assert values(app)["point"] == 8
    assert any(part.value.startswith("Point 8 in frame ") for part in app.markdown)


def _as_scikit_learn(mixture: gmm.Mixture) -> GaussianMixture:
    theirs = GaussianMixture(len(mixture.weights), covariance_type=mixture.covariance_type)
    theirs.weights_, theirs.means_ = mixture.weights, mixture.means
    theirs.covariances_ = mixture.covariances
    theirs.precisions_cholesky_ = _compute_precision_cholesky(
        mixture.covariances, mixture.covariance_type
    )
    return theirs


def test_the_gap_closes_after_e_and_opens_after_m() -> None:
    shown = state(EM)
    gaps = [float(numbers(shown, frame)["Gap, nats"].replace(",", "")) for frame in (11, 12)]
    assert gaps[0] == 0 < gaps[1]


def test_a_collapse_has_a_card_with_cures_that_work_when_pressed() -> None:
    for cure in ("Put a floor under the variances", "Start from k-means"):
        app = visit(EM, "begin=random_points&reg=0")
        assert "has no width to begin with" in app.warning[0].value
        assert not press(app, cure).warning


def test_a_film_that_ends_in_a_poor_optimum_says_so_and_opens_a_better_one() -> None:
    app = visit(EM)
    said = next(note for note in notes(app) if note.startswith("This film ends at"))
    numbers_ = [float(number) for number in re.findall(r"-\d+\.\d", said)]
    assert numbers_ == pytest.approx([-856.7, -767.4], abs=0.06)
    app = press(app, "See that start")
    end = dict(of_frame(app, -1))
    assert float(end["Log-likelihood, nats"].replace(",", "")) == pytest.approx(-767.4, abs=0.06)
    assert not any(note.startswith("This film ends at") for note in notes(app))


def of_frame(app: AppTest, frame: int) -> list[tuple[str, str]]:
    """The numbers of one frame."""
    groups = message(app)["frameFacts"][frame]
    return [(name, value) for rows in groups.values() for name, value, *_ in rows]


def test_weights_of_the_start_make_it_ones_own() -> None:
    app = visit(EM)
    app.number_input(key="weight 2 1.0").set_value(3.0).run()
    assert values(healthy(app))["begin"] == "by_hand"
    assert values(app)["means"].split(";")[1].endswith("*3")
    assert address(gesture(app, "undo")) == {}


def test_both_models_run_on_one_clock_and_disagreements_are_counted() -> None:
    made = race.race(Origin("stretched"), Plan(4, start="in_a_corner"))
    said = captions(state(RACE))
    pairs = made.pairs()
    assert len(said) == len(pairs) == max(made.kmeans.length, made.em.length)
    for i, sentence in enumerate(said[1:], start=1):
        ours, theirs = pairs[i]
        assert ours.labels is not None
        assert theirs.responsibilities is not None
        components = theirs.responsibilities.argmax(axis=1)
        differing = (ours.labels != made.numbers[components]).sum()
        assert sentence.endswith(f"They disagree on {differing:,} points.")
    fewest = min(
        (ours.labels != np.array(names)[components]).sum() for names in permutations(range(4))
    )
    assert differing == fewest == 29


@pytest.mark.parametrize("name", datasets.RECIPES)
@pytest.mark.parametrize("k", [2, 5])
def test_at_the_small_end_soft_is_as_hard_as_kmeans(name: str, k: int) -> None:
    data = datasets.draw(name, seed=datasets.RECIPES[name].seed)
    x = data.points
    shown = state(SOFTEN, {"data": name, "k": str(k), "scale": "as measured"})
    centres = kmeans.fit(x, k, seed=0, tol=0).steps[-1].centres
    distances = np.sort(np.linalg.norm(x[:, None] - centres, axis=2), axis=1)
    tied = np.isclose(distances[:, 0], distances[:, 1], rtol=1e-9)
    last = scene(shown, len(soften.SIGMAS) - 1)
    drawn = next(trace for trace in last.data if trace["name"] == "points")
    nearest = theme.symbols(kmeans.assign(x, centres))
    assert tied.mean() < 0.01
    assert (np.array(drawn["marker"]["symbol"]) == nearest)[~tied].all()


@pytest.mark.parametrize("name", ["blobs", "moons", "iris", "noise", "line"])
def test_soft_becomes_hard_with_its_numbers_on_every_frame(name: str) -> None:
    origin = Origin(name, datasets.RECIPES[name].seed)
    made, n = (
        soften.softening(origin, Plan(4, start="k-means++")),
        len(datasets.made(origin).points),
    )
    assert made.agreements[-1] == 1
    assert min(made.agreements) < 0.9
    shown = state(SOFTEN, {"data": name, "k": "4"})
    assert isinstance(shown.picture, Film)
    assert (shown.picture.length, shown.picture.scrubber) == (len(made.sigmas), soften.SIGMA)
    for i, (sigma, agreement) in enumerate(zip(made.sigmas, made.agreements, strict=True)):
        said = numbers(shown, i)
        assert said["Standard deviation"] == f"{sigma:.4g}"
        assert said["Same cluster as k-means"].startswith(f"{round(agreement * n):,} of {n:,} ")


def test_a_film_of_some_of_many_points_says_of_how_many() -> None:
    shown = state(SOFTEN, "n=10000")
    assert "1,429 points" in shown.alt
    assert numbers(shown)["Same cluster as k-means"].split(" (")[0].endswith(" of 1,429")
    assert "Of the 10,000 points, 1,429 are used and drawn." in shown.notes
    assert "1 equal round component " in state(SOFTEN, "k=1").alt


def test_a_start_by_hand_is_its_places_in_the_address() -> None:
    shown = state(EM, "begin=by_hand&means=-5,5;-3,3;-1,1;0,0.5&k=7")
    badges = next(trace for trace in scene(shown, 0).data if trace["name"] == "centres")
    assert list(badges["x"][:4]) == [-5, -3, -1, 0]
    assert list(badges["text"]) == [str(number) for number in range(1, 8)]
    assert any("There are 4 places by hand, and k is 7" in note for note in shown.notes)


@pytest.mark.parametrize(
    "text", ["abc", "1", "1,2,3", "1,nan", ";;", "1,1e300", "9" * 400, "0,0*0", "0,0~0"]
)
@pytest.mark.parametrize("page", [EM, KMEANS])
def test_places_that_make_no_sense_are_noted(page: str, text: str) -> None:
    said = state(page, {"begin": "by_hand", "means": text}).notes
    assert any(note.endswith("Until then, the film starts from the first points.") for note in said)
