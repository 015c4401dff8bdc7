"""The film strips show the algorithm's own numbers, frame by frame."""

import dataclasses
import re
from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest
from components.step.fits import Plan
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky

from components.figures import theme
from components.step import fits, words
from core import datasets, film, gmm, kmeans, starts
from core.datasets import Dataset
from core.handmade import Place
from tests.components.message import decoded
from tests.core.test_film import TEN
from tests.pages.driver import facts, healthy, message, visit

EM = "pages/step/em.py"
KMEANS = "pages/step/kmeans.py"
STRETCHED = datasets.draw("stretched")
GOLDEN = (
    -3.253699, -2.564419, -2.427197, -2.402798, -2.388893, -2.368032, -2.339904, -2.312451,
    -2.297980, -2.292380, -2.288131, -2.283578, -2.277346, -2.266872, -2.246116, -2.201421,
    -2.148792, -2.142073, -2.141809, -2.141769,
)  # fmt: skip
WILD = ["1e9", "-1", "nan", "inf", "abc", "", "9" * 400, "%00", "x" * 10_000]
KEYS = ("data", "n", "seed", "scale", "k", "cov", "begin", "fit_seed", "reg", "step", "point")


@pytest.mark.parametrize("t", range(20))
def test_the_golden_run_is_what_the_page_opens_on(t: int) -> None:
    shown = dict(facts(visit(EM, {"step": str(2 * t + 1)})))
    assert shown["Half-step"] == "E"
    assert shown["Per point, nats"] == f"{GOLDEN[t]:.6f}"


def test_it_says_why_it_converged() -> None:
    notes = [note.value for note in visit(EM).caption]
    assert any("converged after 19 iterations" in note and "0.001" in note for note in notes)


@pytest.mark.parametrize("value", WILD)
@pytest.mark.parametrize("page", [EM, KMEANS])
def test_wild_values_in_the_address_give_a_picture(page: str, value: str) -> None:
    visit(page, dict.fromkeys((*KEYS, "follow", "bound", "lines", "regions"), value))


@pytest.mark.parametrize("begin", [*starts.STARTS, *gmm.STARTS])
@pytest.mark.parametrize("reg", ["1e-6", "0"])
def test_every_start_gives_a_film_even_one_that_collapses(begin: str, reg: str) -> None:
    visit(EM, {"begin": begin, "reg": reg, "follow": "true", "bound": "true"})


@pytest.mark.parametrize("name", ["blobs", "iris", "wine", "faithful", "noise"])
@pytest.mark.parametrize("page", [EM, KMEANS])
def test_every_data_set_gives_a_film(page: str, name: str) -> None:
    visit(page, {"data": name, "step": "2"})


def test_a_film_has_a_frame_a_caption_and_a_height_for_every_half_step() -> None:
    message = decoded(visit(EM).get("bidi_component")[0].proto.bytes)
    assert len(message["frames"]) == len(message["captions"]) == len(message["curve"]) == 40


def test_sentences_of_em_tell_the_numbers_of_the_half_step() -> None:
    strip = fits.em_film(STRETCHED, Plan(4, "first_points", 0))
    for index in range(2, 40, 2):
        before, after = (strip.trace.steps[index // 2 - 1 + i] for i in (0, 1))
        moved = np.sqrt(((after.mixture.means - before.mixture.means) ** 2).sum(axis=1))
        gain = after.log_likelihood - before.log_likelihood
        mean, by, weight, low, high, gained = re.findall(
            r"[-+]?\d+(?:\.\d+)?(?:e-?\d+)?", strip.film.captions[index]
        )
        assert (int(mean), float(by)) == (
            moved.argmax() + 1,
            pytest.approx(moved.max(), rel=1e-3),
        )
        row = int(weight) - 1
        assert float(low) == pytest.approx(before.mixture.weights[row], abs=6e-5)
        assert float(high) == pytest.approx(after.mixture.weights[row], abs=6e-5)
        assert float(gained) == pytest.approx(gain, abs=6e-5)


def test_sentences_of_e_tell_which_point_changed_its_shares_most() -> None:
    strip = fits.em_film(STRETCHED, Plan(4, "first_points", 0))
    shares = [gmm.e_step(STRETCHED.points, step.mixture)[0] for step in strip.trace.steps]
    for t in range(1, 20):
        changed = np.maximum(shares[t] - shares[t - 1], 0).sum(axis=1)  # what was gained was lost
        said = re.match(r"E: point (\d+) changed its shares most, by (\S+) of 1", _said(strip, t))
        assert said
        assert changed[int(said.group(1)) - 1] == pytest.approx(changed.max())
        assert float(said.group(2)) == pytest.approx(changed.max(), rel=1e-3)


def _said(strip: fits.EMFilm, t: int) -> str:
    return str(strip.film.captions[2 * t + 1])


@pytest.mark.parametrize("means", ["45;89", "83;71;52"])
def test_when_nothing_is_to_move_again_nothing_does(means: str) -> None:
    """Whole numbers tie; inertia neither rises nor does a centre move after that was said."""
    data = datasets.draw("waiting")
    places = tuple(Place((float(mean),)) for mean in means.split(";"))
    plan = Plan(len(places), "", 0, places=places)
    strip = fits.kmeans_film(data, plan, lines=False, regions=False)
    inertias = [frame.inertia for frame in strip.frames if frame.inertia is not None]
    assert all(np.diff(inertias) <= 1e-12 * inertias[0])
    said = next(i for i, told in enumerate(strip.film.captions) if "nothing will move" in told)
    assert all((frame.moved == 0).all() for frame in strip.frames[said:])


def test_a_point_between_two_centres_is_told_to_join_one_as_near() -> None:
    """From 0 and 7 the centres move to 1 and 7: the point at 4 is then as near to the first."""
    data = Dataset(np.array([[0.0], [2.0], [4.0], [9.0], [8.0]]), None)
    plan = Plan(2, "", 0, places=(Place((0.0,)), Place((7.0,))))
    strip = fits.kmeans_film(data, plan, lines=False, regions=False)
    assert strip.frames[1].labels.tolist() == [0, 0, 1, 1, 1]
    assert "1 point joins another centre that is as near and comes first" in strip.film.captions[3]


def test_emptied_clusters_are_told_as_what_happened_in_that_half_step() -> None:
    places = ((2, 0), (12, 0), (900, 0), (0, 900))
    plan = Plan(4, "", 0, places=tuple(Place(place) for place in places))
    strip = fits.kmeans_film(Dataset(TEN, None), plan, lines=True, regions=False)
    move = strip.film.captions[2]
    assert move.startswith("Move: clusters 3 and 4 had lost all their points, so their centres are")
    pair = re.search(r"put on points (\d+) and (\d+), the farthest from their own", move)
    assert pair
    assert {int(number) for number in pair.groups()} <= {1, 5, 6, 10}  # the ends of both groups
    assert set(TEN[[int(number) - 1 for number in pair.groups()], 0]) == set(
        strip.trace.steps[1].centres[2:, 0]
    )


@pytest.mark.parametrize("begin", starts.STARTS)
def test_kmeans_says_why_it_stopped_with_the_numbers_that_decided(begin: str) -> None:
    app = visit(KMEANS, {"begin": begin})
    trace = kmeans.fit(
        STRETCHED.points, 4, centres=starts.centres(STRETCHED.points, 4, begin), max_iter=60
    )
    said = next(
        found
        for note in app.caption
        if (found := re.search(r"sum to (\S+), the tolerance is (\S+)\.", note.value))
    )
    moved = ((trace.steps[-1].centres - trace.steps[-2].centres) ** 2).sum()
    tolerance = 1e-4 * STRETCHED.points.var(axis=0).mean()
    assert float(said.group(1)) == pytest.approx(moved, rel=0.05, abs=1e-30)
    assert float(said.group(2)) == pytest.approx(tolerance, rel=0.05)
    assert moved <= tolerance


@pytest.mark.parametrize("begin", ["k-means++", "random_points", "kmeans", "on_an_outlier"])
def test_both_models_begin_at_the_same_centres_wherever_that_is(begin: str) -> None:
    race = fits.race(STRETCHED, Plan(4, begin, 3))
    assert np.array_equal(race.kmeans.steps[0].centres, race.gmm.steps[0].mixture.means)
    visit("pages/step/race.py", {"begin": begin, "fit_seed": "3"})


def test_the_slider_takes_places_away_and_puts_them_where_points_are_far() -> None:
    app = visit(EM, {"begin": "by_hand", "means": "-5,5;-3,3*2", "k": "2"})
    app.slider(key="k").set_value(3).run()
    assert app.text_input(key="means").value.startswith("-5,5;-3,3*2;")
    app.slider(key="k").set_value(1).run()
    assert healthy(app).text_input(key="means").value == "-5,5"
    for expected in ("-5,5;-3,3*2;", "-5,5;-3,3*2"):
        app.button(key="em undo").click().run()
        assert app.text_input(key="means").value.startswith(expected)
    assert app.slider(key="k").value == 2


def test_an_m_step_that_the_regularisation_costs_likelihood_says_so() -> None:
    strip = fits.em_film(STRETCHED, Plan(4, "kmeans", 0, reg_covar=5.0))
    gains = np.diff([step.log_likelihood for step in strip.trace.steps])
    fell = int(gains.argmin())
    assert gains[fell] < 0
    said = strip.film.captions[2 * fell + 2]
    assert f"fell by {-gains[fell]:.4f} nats, which the regularisation costs" in said


def test_sentences_of_kmeans_tell_the_numbers_of_the_half_step() -> None:
    strip = fits.kmeans_film(STRETCHED, Plan(4, "in_a_corner", 0), lines=True, regions=False)
    for index in range(3, len(strip.frames), 2):
        t = index // 2
        labels, before = (strip.trace.steps[t - i].labels for i in (0, 1))
        changed = int((labels != before).sum())
        said = re.search(r"([\d,]+) points? joins? a nearer", strip.film.captions[index])
        assert (int(said.group(1).replace(",", "")) if said else 0) == changed


def test_a_row_of_products_that_underflow_is_written_in_logs() -> None:
    places = (Place((0, 0), 1.0, (0.01,)), Place((1, 1), 1.0, (0.01,)))
    mixture = fits.em_film(STRETCHED, Plan(2, "", 0, places=places)).trace.steps[0].mixture
    row = film.follow(STRETCHED.points, 0, mixture)
    assert row.evidence == 0
    told = words.followed(0, row)
    assert "in logarithms" in told
    assert told.count(r"\ln\,w_") == told.count(r"\ln 0.5") == 2
    assert "nan" not in told
    assert "inf" not in told
    weightless = dataclasses.replace(row, weights=np.array([1.0, 0.0]))
    assert r"w_{2} &= 0" in words.followed(0, weightless)


def test_a_start_without_width_has_no_infinite_numbers() -> None:
    for page in (EM, "pages/step/race.py"):
        app = visit(page, {"begin": "random_points", "reg": "0"})
        written = [*app.caption, *app.warning, *app.metric]
        told = message(app)
        texts = [*(note.value for note in written), *told["captions"], told["alt"]]
        assert not [text for text in texts if re.search(r"\b(inf|nan)\b", text)]


@pytest.mark.parametrize("step", [0, 12, 39])
@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_a_followed_points_row_is_scikit_learns_and_sums_to_one(step: int, kind: str) -> None:
    app = visit(EM, {"step": str(step), "follow": "true", "point": "200", "cov": kind})
    written = next(note.value for note in app.caption if note.value.startswith("Point 200"))
    trace = fits.em_film(STRETCHED, Plan(4, "first_points", 0, kind)).trace
    now = min(step, film.n_frames(trace) - 1)
    mixture = trace.steps[now // 2].mixture
    expected = _as_scikit_learn(mixture).predict_proba(STRETCHED.points[199:200])[0]
    printed = re.findall(r"r_\{\d\} &= ([\d.]+)", written)
    assert sum(Decimal(share) for share in printed) == 1
    assert [float(share) for share in printed] == pytest.approx(expected, abs=1e-4)
    row = film.follow(STRETCHED.points, 199, mixture)
    assert words.pulls(row) in [note.value for note in app.caption]
    chart = decoded(app.get("bidi_component")[1].proto.bytes)
    curves = [t["y"] for t in chart["figure"]["data"] if t["name"].startswith("component")]
    assert [curve[now] for curve in curves] == pytest.approx(expected, abs=1e-6)
    assert chart["figure"]["layout"]["shapes"][0]["x0"] == now
    assert f"in frame {now}, which is shown 1: {printed[0]}, 2: {printed[1]}" in chart["alt"]


def _as_scikit_learn(mixture: gmm.Mixture) -> GaussianMixture:
    theirs = GaussianMixture(len(mixture.weights), covariance_type=mixture.covariance_type)
    theirs.weights_, theirs.means_ = mixture.weights, mixture.means
    theirs.covariances_ = mixture.covariances
    theirs.precisions_cholesky_ = _compute_precision_cholesky(
        mixture.covariances, mixture.covariance_type
    )
    return theirs


def test_the_gap_closes_after_e_and_opens_after_m() -> None:
    gaps = {
        half: float(dict(facts(visit(EM, {"step": step, "bound": "true"})))["Gap"])
        for half, step in (("E", "11"), ("M", "12"))
    }
    assert gaps["E"] == 0 < gaps["M"]


@pytest.mark.parametrize("cure", ["reg", "k", "begin"])
def test_a_collapse_has_a_card_with_cures_that_work_when_pressed(cure: str) -> None:
    app = visit(EM, {"begin": "random_points", "reg": "0"})
    assert "has no width to begin with" in app.warning[0].value
    app.button(key=f"cure by {cure}").click().run()
    healthy(app)
    assert cure == "k" or not app.warning


def test_going_back_and_forth_shows_the_same() -> None:
    first, last, again = (facts(visit(EM, {"step": step})) for step in ("3", "39", "3"))
    assert first == again != last


def test_both_models_run_on_one_clock_and_disagreements_are_counted() -> None:
    strip = fits.race(STRETCHED, Plan(4, "in_a_corner", 0))
    assert len(strip.pairs) == max(film.n_frames(strip.kmeans), film.n_frames(strip.gmm))
    for (ours, theirs), said in zip(strip.pairs[1:], strip.film.captions[1:], strict=True):
        assert ours.labels is not None
        assert theirs.responsibilities is not None
        components = theirs.responsibilities.argmax(axis=1)
        differing = min(
            (ours.labels != np.array(names)[components]).sum() for names in permutations(range(4))
        )
        assert said.endswith(f"They disagree on {differing:,} points.")
    assert strip.film.captions[-1].endswith("They disagree on 29 points.")
    visit("pages/step/race.py", {"step": "9"})


@pytest.mark.parametrize("name", datasets.RECIPES)
@pytest.mark.parametrize("k", [2, 5])
def test_at_the_small_end_soft_is_as_hard_as_kmeans(name: str, k: int) -> None:
    data = datasets.draw(name, seed=datasets.RECIPES[name].seed)
    x = data.points[fits.drawn(data)]
    centres = kmeans.fit(x, k, seed=0, tol=0).steps[-1].centres
    distances = np.sort(np.linalg.norm(x[:, None] - centres, axis=2), axis=1)
    tied = np.isclose(distances[:, 0], distances[:, 1], rtol=1e-9)
    last = fits.softening(data, Plan(k, "k-means++", 0)).film.figures[-1].figure()
    (points,) = last.select_traces(selector={"name": "points"})
    nearest = theme.symbols(kmeans.assign(x, centres))
    assert tied.mean() < 0.01
    assert (np.array(points.marker.symbol) == nearest)[~tied].all()


@pytest.mark.parametrize("name", ["blobs", "moons", "iris", "noise", "line"])
def test_soft_becomes_hard_with_its_numbers_on_every_frame(name: str) -> None:
    data = datasets.draw(name, seed=datasets.RECIPES[name].seed)
    strip, n = fits.softening(data, Plan(4, "k-means++", 0)), len(data.points)
    assert strip.agreements[-1] == 1
    assert min(strip.agreements) < 0.9
    told = message(visit("pages/step/soften.py", {"data": name, "k": "4", "step": "30"}))
    assert len(told["frameFacts"]) == len(told["frames"]) == len(strip.sigmas)
    assert told["scrubber"] == words.SIGMA
    for facts_, sigma, agreement in zip(
        told["frameFacts"], strip.sigmas, strip.agreements, strict=True
    ):
        shown = {fact: value for fact, value, _ in facts_["At this width"]}
        assert shown["Standard deviation"] == f"{sigma:.4g}"
        assert shown["Same cluster as k-means"].startswith(f"{round(agreement * n):,} of {n:,} ")


def test_a_start_by_hand_is_its_places_in_the_address() -> None:
    places = "-5,5;-3,3;-1,1;0,0.5"
    app = visit(EM, {"begin": "by_hand", "means": places, "k": "7"})
    shown = decoded(app.get("bidi_component")[0].proto.bytes)
    badges = next(trace for trace in shown["figure"]["data"] if trace["name"] == "centres")
    assert badges["x"][:4] == [-5, -3, -1, 0]
    assert badges["text"] == [str(number) for number in range(1, 8)]
    assert any("4 by hand, and for k = 7" in note.value for note in app.info)


@pytest.mark.parametrize(
    "places", ["abc", "1", "1,2,3", "1,nan", ";;", "1,1e300", "9" * 400, "0,0*0", "0,0~0"]
)
@pytest.mark.parametrize("page", [EM, KMEANS])
def test_places_that_make_no_sense_are_noted(page: str, places: str) -> None:
    app = visit(page, {"begin": "by_hand", "means": places})
    assert any(note.value.endswith("it starts from first_points.") for note in app.info)
