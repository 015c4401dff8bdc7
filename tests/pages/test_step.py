"""The film strips show the algorithm's own numbers, frame by frame."""

import re

import numpy as np
import pytest

from components.step import fits, words
from components.step.fits import Plan
from core import datasets, film, gmm, starts
from tests.components.message import decoded
from tests.pages.driver import facts, healthy, visit

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


def test_sentences_of_kmeans_tell_the_numbers_of_the_half_step() -> None:
    strip = fits.kmeans_film(STRETCHED, Plan(4, "in_a_corner", 0), lines=True, regions=False)
    for index in range(3, len(strip.frames), 2):
        t = index // 2
        labels, before = (strip.trace.steps[t - i].labels for i in (0, 1))
        changed = int((labels != before).sum())
        said = re.search(r"([\d,]+) points? joins? a nearer", strip.film.captions[index])
        assert (int(said.group(1).replace(",", "")) if said else 0) == changed


def test_a_followed_points_row_is_written_with_its_numbers() -> None:
    app = visit(EM, {"step": "12", "follow": "true", "point": "200"})
    written = next(note.value for note in app.caption if note.value.startswith("Point 200"))
    trace = fits.em_film(STRETCHED, Plan(4, "first_points", 0)).trace
    row = film.follow(STRETCHED.points, 199, trace.steps[6].mixture)
    assert [
        f"r_{{{j}}} &= {share:.4f}" in written for j, share in enumerate(row.responsibilities, 1)
    ]
    assert words.pulls(row) in [note.value for note in app.caption]
    shares = [float(share) for share in re.findall(r"r_\{\d\} &= ([\d.]+)", written)]
    assert sum(shares) == pytest.approx(1, abs=2e-4)


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
        differing = (ours.labels != theirs.responsibilities.argmax(axis=1)).sum()
        assert said.endswith(f"They disagree on {differing:,} points.")
    visit("pages/step/race.py", {"step": "9"})


@pytest.mark.parametrize("name", ["blobs", "moons", "iris", "noise"])
def test_soft_becomes_hard(name: str) -> None:
    strip = fits.softening(datasets.draw(name), Plan(4, "k-means++", 0))
    assert strip.agreements[-1] > 0.99
    assert min(strip.agreements) < 0.9
    visit("pages/step/soften.py", {"data": name, "step": "30"})


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
