"""Choose: the cards' numbers, what a click means, what the verdict says, tests and merging."""

import re

import numpy as np
import pytest

from components.choose import criteria, merging
from components.stage.events import Click
from core.merging import merge
from tests.pages.driver import CRITERIA, MERGE, ROOT, at, numbers, state, visit
from tests.pages.test_words import of_facts

CARDS = (ROOT / "texts" / "criteria_cards.md").read_text(encoding="utf-8")


def chosen(query: str) -> list[str]:
    shown = numbers(state(CRITERIA, query))
    return [shown[f"By {name}"] for name in ("BIC", "AIC", "ICL")]


def test_three_cigars_look_like_nine_where_em_stops_early() -> None:
    assert chosen("data=cigars") == ["9, tied"] * 3
    assert chosen("data=cigars&digits=6") == ["3, tied"] * 3
    assert "agree on 9 components of one shape" in CARDS
    assert "all three choose 3" in CARDS


def test_one_shape_for_all_is_worth_it_on_the_stretched_blobs() -> None:
    tied, full = (numbers(state(CRITERIA, f"data=stretched&cov={c}")) for c in ("tied", "full"))
    assert (tied["Parameters"], full["Parameters"]) == ("14", "23")
    for shown in (tied, full):
        assert f"{float(shown['BIC'].replace(',', '')):,.1f}" in CARDS
    assert "No other model comes within 10 of the least BIC." in state(CRITERIA).notes


def test_noise_has_four_silhouettes_and_one_gap() -> None:
    assert numbers(state(CRITERIA, "data=noise&by=silhouette"))["Greatest mean at"] == "k = 4"
    assert numbers(state(CRITERIA, "data=noise&by=gap"))["Gap chooses"] == "k = 1"


def test_moons_are_six_components_and_crosses_four_bars() -> None:
    assert [each.split(",")[0] for each in chosen("data=moons")[:2]] == ["6", "10"]
    bars = chosen("data=crossing&start=random_points&starts=10")
    assert (bars[0], bars[2].split(",")[0]) == ("4, full", "2")


def test_the_choice_for_old_faithful_is_close() -> None:
    shown = state(CRITERIA, "data=faithful&digits=5")
    assert "2 full" in shown.notes[1]
    assert chosen("data=faithful&digits=5")[::2] == ["3, tied", "2, full"]


def test_every_card_has_an_answer_and_every_sentence_can_be_read_aloud() -> None:
    for sentence in re.split(r"(?<=[.:?;])\s", CARDS.replace("## ", "")):
        assert len(sentence.split()) <= 25, sentence


def test_a_cell_and_a_place_on_a_curve_are_chosen() -> None:
    now = at(CRITERIA)
    assert criteria.heed(Click(3, 2, 2, "cells", 9), now) == {"k": 3, "cov": "tied"}
    assert criteria.heed(Click(6.8, 1_700, 3, "diag", 6), now) == {"k": 7, "cov": "diag"}
    assert criteria.heed(Click(0, 0, 1, "points", 3), now) is None
    assert criteria.heed(Click(3, 2, 2, "cells", -1), now) is None


def test_the_verdict_names_every_criterion_and_how_it_was_found() -> None:
    shown = state(CRITERIA, "verdict=true")
    said = "They disagree: BIC 4, AIC 4, ICL 4, Unseen points 4, Elbow 3, Silhouette 3, Gap 3."
    assert shown.notes[0] == said
    app = visit(CRITERIA, "verdict=true&cells=true")
    verdict, fits = (table.value for table in app.dataframe)
    assert verdict["k"].tolist() == ["4", "4", "4", "4", "3", "3", "3"]
    assert set(verdict["seed"]) == {"420"}
    assert len(fits) == 48
    assert fits["remarks"].str.contains("a smaller k fits better").any()


def test_a_map_that_has_just_begun_says_so() -> None:
    blank = criteria.map_of(at(CRITERIA))[0]
    assert len(blank.cells) == 48
    assert all(of_facts(iter(criteria.preferred(blank))))


@pytest.mark.parametrize(("cov", "k"), [("full", 1), ("tied", 2)])
def test_old_faithful_needs_one_component_more(cov: str, k: int) -> None:
    """Published: 319.1 and 27.7, and no replicate gains as much."""
    shown = numbers(state(MERGE, f"k={k}&cov={cov}&scale=as+measured&replicates=99"))
    assert float(shown["Gain, twice"].split()[0]) == pytest.approx(
        {"full": 319.0656, "tied": 27.74}[cov], abs=0.01
    )
    assert shown["p-value"] == "0.0100"


def test_merging_colours_classes_and_keeps_the_mixture() -> None:
    query = "what=merge&data=crossing&start=random_points&starts=10&k=4&into="
    two, four = (state(MERGE, f"{query}{n}") for n in (2, 4))
    assert "4 components joined into 2 clusters" in two.notes[0]
    assert numbers(two)["BIC"] == numbers(four)["BIC"]
    now = at(MERGE, f"{query}2")
    assert merging.heed(Click(3.2, 100, 2, "entropy", 2), now) == {"into": 3}
    shares = np.array([[0.5, 0.0, 0.5]] * 4 + [[0.0, 1.0, 0.0]] * 5)
    assert merging.story(merge(shares), 2) == (
        "3 components joined into 2 clusters: the entropy falls from 2.8 to 0.0 nats."
    )
