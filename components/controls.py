"""Widgets in, plain values out.

Every widget's key is its name in the address, so a link holds all that is on screen. Streamlit
drops a value from the address that a widget can't take; `_noted` tells the reader.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import streamlit as st

from components.figures.scenes import Look
from components.fits import Model
from core import datasets, geometry, gmm
from core.arrays import MAX_SEED
from core.datasets import Dataset, Dial

# What a page opens with: figures 1 to 4 of the article.
OPENING: Mapping[str, Any] = MappingProxyType(
    {
        "data": "blobs",
        "scale": "suggested",
        "k": 5,
        "cov": "full",
        "start": "kmeans",
        "fit_seed": 420.0,
        "starts": 1,
        "show": "both",
        "circles": True,
        "regions": False,
        "levels": "1, 2, 3 sd",
        "shading": "density",
        "colours": "blended",
        "rings": True,
    }
)
MAX_K = 12
LEVELS: Mapping[str, tuple[float, ...]] = MappingProxyType(  # in standard deviations
    {
        "1, 2, 3 sd": (1.0, 2.0, 3.0),
        "50, 90, 95 %": tuple(geometry.level(mass) for mass in (0.5, 0.9, 0.95)),
        "none": (),
    }
)

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)


def dataset() -> Dataset:
    """The data set of the menu, drawn with its own dials and scaled as asked."""
    name = _choice("data", "Data set", list(datasets.RECIPES), on_change=_open_dataset)
    recipe = datasets.RECIPES[name]
    st.caption(recipe.about)
    dials = {dial.name: _dial(dial) for dial in recipe.dials}
    seed = _seed("seed", "Seed of the data", recipe.seed) if recipe.seeded else 0
    data = datasets.draw(name, seed=seed, **dials)
    scale = _choice(
        "scale",
        "Scale of the columns",
        ["suggested", "as measured", "standardised"],
        hint="Standardised: every column has mean 0 and standard deviation 1, so that none "
        "outweighs the others. Suggested: standardised where the columns have different units.",
    )
    if scale == "standardised" or (scale == "suggested" and recipe.mixed_units):
        return datasets.standardise(data)
    return data


def components(data: Dataset) -> int:
    """How many clusters and components the models look for: no more than there are points."""
    k: int = _slider(
        "k",
        "Clusters and components, k",
        1,
        MAX_K,
        OPENING["k"],
        1,
        hint="How many groups both models look for, however many there are.",
    )
    if k <= len(data.points):
        return k
    st.info(f"k is {k}, but there are only {len(data.points)} points: each has its own cluster.")
    return len(data.points)


def model() -> Model:
    """How both models are fitted."""
    return Model(
        covariance_type=_choice(
            "cov",
            "Covariance type",
            gmm.COVARIANCE_TYPES,
            hint="What shapes the components may take. full: each its own ellipse; tied: all the "
            "same ellipse; diag: ellipses along the axes; spherical: circles.",
        ),
        start=_choice(
            "start",
            "Start",
            gmm.STARTS,
            hint="Where EM begins. kmeans: from the result of k-means, as scikit-learn does; "
            "k-means++ and random_points: from k of the points; random_responsibilities: every "
            "point shared out at random. k-means itself begins with k-means++, or with "
            "random_points.",
        ),
        seed=_seed("fit_seed", "Seed of the fits", OPENING["fit_seed"]),
        n_starts=_slider(
            "starts",
            "Number of starts",
            1,
            20,
            OPENING["starts"],
            1,
            hint="Both models only find an optimum nearby. Try several starts and the best is "
            "kept: for k-means the least inertia, for the mixture the greatest likelihood.",
        ),
    )


def look() -> Look:
    """What is drawn of a comparison."""
    show = _choice("show", "Show", ["both", "k-means", "GMM"])
    return Look(
        kmeans=show != "GMM",
        gmm=show != "k-means",
        circles=_switch(
            "circles",
            "Circles to the farthest member",
            "Around each centre, as far as the farthest point of its cluster.",
        ),
        regions=_switch(
            "regions",
            "Decision regions",
            "How k-means decides: every place belongs to the nearest centre, inside a circle or "
            "not.",
        ),
        levels=LEVELS[
            _choice(
                "levels",
                "Ellipses",
                list(LEVELS),
                hint="How large: in standard deviations (sd), or by the share of a component's "
                "mass that is inside.",
            )
        ],
        shading=_choice(
            "shading",
            "Shading",
            ["density", "responsibilities", "uncertainty", "none"],
            hint="density: how likely a new point is here; responsibilities: whose it would be; "
            "uncertainty: where that is hard to say.",
        ),
        colours=_choice(
            "colours",
            "Points of the mixture",
            ["blended", "hard", "sized"],
            hint="blended: colours mixed by responsibilities; hard: the colour of the likeliest "
            "component; sized: the more certain, the larger.",
        ),
        rings=_switch(
            "rings",
            "Ring disagreements",
            "Points that k-means and the mixture put into different clusters.",
        ),
    )


def address(data: str, k: int, model: Model, look: Look) -> dict[str, str]:
    """The settings, by their names in the address, that open the Compare page in a given state.

    Args:
        data: name of the data set, with its own dials' defaults.
        k: clusters and components.
        model: how they are fitted.
        look: what is drawn.
    """
    settings = {
        "data": data,
        "k": k,
        "cov": model.covariance_type,
        "start": model.start,
        "fit_seed": model.seed,
        "starts": model.n_starts,
        "show": {(True, True): "both", (True, False): "k-means", (False, True): "GMM"}[
            look.kmeans, look.gmm
        ],
        "circles": look.circles,
        "regions": look.regions,
        "levels": next(name for name, levels in LEVELS.items() if levels == look.levels),
        "shading": look.shading,
        "colours": look.colours,
        "rings": look.rings,
    }
    return {key: str(value) for key, value in settings.items() if value != OPENING[key]}


def reset() -> None:
    """A button that brings back what the page opened with."""
    st.button("Reset", icon=":material/restart_alt:", on_click=_reset, width="stretch")


def _reset() -> None:
    for key, value in OPENING.items():
        st.session_state[key] = value  # a callback is the only way to set a bound widget
    _open_dataset()


def _open_dataset() -> None:
    """A data set chosen from the menu opens with its own dials, also those it shares by name."""
    recipe = datasets.RECIPES[st.session_state["data"]]
    for dial in recipe.dials:
        st.session_state[dial.url] = dial.default
    if recipe.seeded:
        st.session_state["seed"] = float(recipe.seed)


def _dial(dial: Dial) -> Any:
    if dial.stops:
        return _noted(
            dial.url,
            f"one of {dial.stops[0]:,} to {dial.stops[-1]:,} on the slider",
            lambda: st.select_slider(
                dial.label,
                options=dial.stops,
                value=dial.default,
                key=dial.url,
                bind="query-params",
                help=dial.help,
            ),
        )
    number = int if dial.whole else float  # a slider's numbers are all of one type
    low, high, default, step = map(number, (dial.low, dial.high, dial.default, dial.step))
    return _slider(dial.url, dial.label, low, high, default, step, dial.help)


def _slider(
    key: str, label: str, low: Number, high: Number, default: Number, step: Number, hint: str
) -> Number:
    return _noted(
        key,
        f"a number from {low:,} to {high:,}",
        lambda: st.slider(label, low, high, default, step, key=key, bind="query-params", help=hint),
    )


def _seed(key: str, label: str, default: int) -> int:
    # Of Streamlit's two kinds of number input only that for decimals survives ?seed=inf.
    return _noted(
        key,
        f"a whole number from 0 to {MAX_SEED:,}",
        lambda: round(
            st.number_input(
                label,
                min_value=0.0,
                max_value=float(MAX_SEED),
                value=float(default),
                step=1.0,
                format="%.0f",
                key=key,
                bind="query-params",
                help="The same seed gives the same picture, here and in scikit-learn.",
            )
        ),
    )


def _choice(
    key: str,
    label: str,
    options: Sequence[str],
    hint: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> str:
    return _noted(
        key,
        f"one of {', '.join(options)}",
        lambda: st.selectbox(
            label,
            options,
            options.index(OPENING[key]),
            key=key,
            bind="query-params",
            help=hint,
            on_change=on_change,
        ),
    )


def _switch(key: str, label: str, hint: str) -> bool:
    return _noted(
        key,
        "true or false",
        lambda: st.toggle(label, OPENING[key], key=key, bind="query-params", help=hint),
    )


def _noted(key: str, required: str, widget: Callable[[], Value]) -> Value:
    """Draw a widget; where the address asked for a value that it can't take, say so."""
    asked = st.query_params.get_all(key) if key not in st.session_state else []
    value = widget()
    if asked and not (len(asked) == 1 and _same(asked[0], value)):
        got = asked[0] if len(asked) == 1 else f"{len(asked)} values"
        st.info(
            f"The address asked for {key} = `{_short(got)}`, but it must be {required}. "
            f"Here it is {value}.",
            icon=":material/info:",
        )
    return value


def _same(asked: str, value: object) -> bool:
    if isinstance(value, bool):
        return asked.lower() == str(value).lower()
    if isinstance(value, str):
        return asked == value
    try:
        return float(asked) == value
    except ValueError:
        return False


def _short(text: str) -> str:
    """At most 40 characters, none of which could end the code span it is shown in."""
    printable = "".join(c if c.isprintable() and c != "`" else "?" for c in text)
    return printable if len(printable) <= 40 else printable[:39] + "…"
