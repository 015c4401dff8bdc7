"""The data sets: one decorated function each, with the dials that shape it.

A new data set is one function here. Its menu entry, its sliders and its URL names follow from
the decorator and the signature; no other file changes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from core.arrays import MAX_SEED, frozen, one_of
from core.plans import Origin
from core.settings import Number


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points, and what is known about them.

    Args:
        points: (n, d).
        labels: (n,) the class of every point, where it is known.
        title: for the reader; `draw` fills in the recipe's.
        columns: d names, with units where there are any.
        origin: how the points came about, where `made` made them.
        pair: the two columns that a picture shows, where there are more; None for the plane of the
            first two principal components.
    """

    points: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64] | None
    title: str = ""
    columns: tuple[str, ...] = ("x", "y")
    origin: Origin | None = None
    pair: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", frozen(self.points))
        if self.labels is not None:
            object.__setattr__(self, "labels", frozen(self.labels, np.int64))


Dial = Number  # what a recipe calls a number that shapes its points


@dataclass(frozen=True)
class Recipe:
    """How to draw a data set, and what to say about it.

    Args:
        title: the menu entry.
        dials: in the order of the sliders.
        draw: draw(*, seed=0, **dials) -> Dataset; dials left out keep their defaults.
        name: its key in RECIPES and in the address.
        seeded: whether it is random; measured data are not, and ignore the seed.
        seed: the seed that a page opens with.
        about: one sentence: what it shows.
        source: who made it.
        mixed_units: whether its columns can't be compared until they are standardised.
    """

    title: str
    dials: tuple[Dial, ...]
    draw: Callable[..., Dataset]
    name: str = ""
    seeded: bool = True
    seed: int = 0
    about: str = ""
    source: str = ""
    mixed_units: bool = False


_recipes: dict[str, Recipe] = {}
RECIPES: Mapping[str, Recipe] = MappingProxyType(_recipes)

SCALES = {"as measured": "", "standardised": "sd", "robust": "IQR"}  # and the unit that is left

SEED = Number(
    "seed", "Seed of the data", 0, 100, 0, "", 1,
    "The same seed gives the same points, here and in scikit-learn.", MAX_SEED, "New data",
    rare=True,
)  # fmt: skip

# A recipe gets these by naming them in its signature; a default there goes before the one here.
SHARED = {
    dial.name: dial
    for dial in (
        Dial(
            "n_samples", "Samples", 10, 1_000_000, 500, "n", 10,
            "How many points there are.",
        ),
        Dial(
            "n_clusters", "Groups", 1, 12, 5, "clusters", 1,
            "How many groups the points are drawn from, whatever the models look for.",
        ),
        Dial(
            "cluster_std", "Spread", 0.05, 5.0, 0.9, "std", 0.05,
            "How far the points of a group scatter around its middle: turn it up until they blur.",
        ),
        Dial(
            "noise", "Noise", 0.0, 0.5, 0.05, "noise", 0.01,
            "How far the points stray from their curve (standard deviation).",
        ),
        Dial(
            "aspect", "Length to width", 1.0, 20.0, 4.0, "aspect", 0.5,
            "How many times longer than wide a cluster is: 1 is round.",
        ),
    )
}  # fmt: skip


def recipe(
    title: str, *dials: Dial, source: str = "", mixed_units: bool = False
) -> Callable[[Callable[..., Dataset]], Callable[..., Dataset]]:
    """Register a function as a data set under its own name.

    Its docstring says what the data set shows. Its parameters are its dials: those given here,
    and the shared ones. A parameter `seed` makes it random; a default there is the seed that a
    page opens with, else 0.

    Args:
        title: the menu entry.
        dials: the dials that are the data set's own.
        source: who made it.
        mixed_units: whether its columns can't be compared until they are standardised.
    """

    def register(function: Callable[..., Dataset]) -> Callable[..., Dataset]:
        name = function.__name__
        own = {dial.name: replace(dial, url=dial.url or f"{name}_{dial.name}") for dial in dials}
        known = {**SHARED, **own}
        parameters = dict(inspect.signature(function).parameters)
        seed = parameters.pop("seed", None)
        listed = tuple(
            replace(known[key], default=_default(parameter, known[key].default))
            for key, parameter in parameters.items()
        )

        def draw(*, seed: int = 0, **values: float) -> Dataset:
            checked = SEED.take(seed)
            settings = _settings(name, listed, values)
            data = function(**settings, seed=checked) if seeded else function(**settings)
            return replace(data, title=data.title or title)

        seeded = seed is not None
        opening = int(_default(seed, 0)) if seed else 0
        about = inspect.getdoc(function) or ""
        _recipes[name] = Recipe(
            title, listed, draw, name, seeded, opening, about, source, mixed_units
        )
        return function

    return register


def _default(parameter: inspect.Parameter, otherwise: float) -> float:
    """The default that a signature gives, or the other one."""
    return otherwise if parameter.default is parameter.empty else parameter.default


def draw(name: str, *, seed: int = 0, **dials: float) -> Dataset:
    """Draw a data set: the same name, seed and dials give the same points.

    Args:
        name: one of RECIPES.
        seed: 0 to 2**32 - 1; ignored by data that were measured.
        dials: by their names; those left out keep their defaults.

    Raises:
        ValueError: an unknown data set or dial, or a value that its dial does not allow.
    """
    if name not in RECIPES:
        raise ValueError(f"a data set must be one of {', '.join(RECIPES)}; got {name!r}")
    return RECIPES[name].draw(seed=seed, **dials)


def made(origin: Origin) -> Dataset:
    """The data set of an origin: the same origin, the same points.

    Raises:
        ValueError: as `draw`.
    """
    data = draw(origin.recipe, seed=origin.seed, **dict(origin.dials))
    return replace(scaled(data, origin.scale), origin=origin, pair=origin.pair)


def scaled(data: Dataset, scale: str) -> Dataset:
    """The same data with every column centred and divided by its spread; constant columns at 0.

    Args:
        data: points of any number of columns.
        scale: one of SCALES: "as measured" changes nothing; "standardised" takes mean and standard
            deviation, "robust" median and interquartile range, or else the standard deviation
            where half of the values are equal.

    Raises:
        ValueError: another scale.
    """
    x = data.points
    if one_of("scale", scale, SCALES) == "as measured":
        return data
    middle = x.mean(axis=0)
    spread = (x - middle).std(axis=0)
    if scale == "robust":
        low, middle, high = np.percentile(x, [25, 50, 75], axis=0)
        spread = np.where(high > low, high - low, spread)
    varies = np.ptp(x, axis=0) > 0  # the std of a constant column can be a rounding error
    columns = tuple(
        f"{re.sub(r' *[(][^()]*[)]$', '', name)} ({SCALES[scale]})" for name in data.columns
    )
    points = (x - middle) / np.where(varies, spread, np.inf)
    return replace(data, points=points, columns=columns)


def _settings(
    name: str, dials: tuple[Dial, ...], values: Mapping[str, float]
) -> dict[str, int | float]:
    """The value of every dial: the given one, checked, or its default."""
    names = [dial.name for dial in dials]
    for unknown in values.keys() - set(names):
        has = f"has the dials {', '.join(names)}" if names else "has no dials"
        raise ValueError(f"the data set {name!r} {has}; got {unknown!r}")
    return {dial.name: dial.take(values.get(dial.name, dial.default)) for dial in dials}


@recipe(
    "Blobs",
    source="scikit-learn's make_blobs; seed 17 is the first set of the article.",
)
def blobs(n_samples: int, n_clusters: int, cluster_std: float, seed: int = 17) -> Dataset:
    """Round groups of equal size, as k-means expects: both models find them unless they overlap."""
    from sklearn.datasets import make_blobs

    points, labels = make_blobs(
        n_samples, centers=n_clusters, cluster_std=cluster_std, random_state=seed
    )
    return Dataset(points, labels)


@recipe(
    "Stretched blobs",
    source="scikit-learn's make_blobs and one fixed linear map; at its defaults the second set "
    "of the article, after VanderPlas, J. (2016), Python Data Science Handbook.",
)
def stretched(
    n_samples: int = 400, n_clusters: int = 4, cluster_std: float = 0.6, seed: int = 0
) -> Dataset:
    """Round groups pulled out of shape: ellipses follow them, circles cannot."""
    from sklearn.datasets import make_blobs

    points, labels = make_blobs(
        n_samples, centers=n_clusters, cluster_std=cluster_std, random_state=seed
    )
    stretch = np.random.RandomState(13).randn(2, 2)  # the article's, whatever the seed
    return Dataset(points[:, ::-1] @ stretch, labels)


@recipe(
    "Moons",
    source="scikit-learn's make_moons.",
)
def moons(n_samples: int = 200, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Two crescents: no ellipse is a crescent, yet many small ones together follow it."""
    from sklearn.datasets import make_moons

    points, labels = make_moons(n_samples, noise=noise, random_state=seed)
    return Dataset(points, labels)


@recipe(
    "Circles",
    Dial(
        "factor", "Inner to outer radius", 0.1, 0.9, default=0.5, step=0.05,
        help="How large the inner ring is, measured by the outer one.",
    ),
    source="scikit-learn's make_circles.",
)  # fmt: skip
def circles(n_samples: int, factor: float, noise: float, seed: int = 0) -> Dataset:
    """A ring within a ring: groups that share a middle, which no straight cut can part."""
    from sklearn.datasets import make_circles

    points, labels = make_circles(n_samples, factor=factor, noise=noise, random_state=seed)
    return Dataset(points, labels)


@recipe(
    "Slanted blobs",
    source="Blobs (scikit-learn's make_blobs) stretched along the diagonal, the area kept.",
)
def anisotropic(n_samples: int, aspect: float, seed: int = 0) -> Dataset:
    """Long groups leaning the same way: k-means cuts them, one shared ellipse (tied) fits all."""
    from sklearn.datasets import make_blobs

    centres = np.array([[-4.0, 0.0], [0.0, 3.0], [4.0, 0.0]])
    points, labels = make_blobs(n_samples, centers=centres, random_state=seed)
    along = np.full((2, 2), 0.5)  # projects onto the diagonal
    stretch = np.sqrt(aspect) * along + (np.eye(2) - along) / np.sqrt(aspect)
    return Dataset(points @ stretch, labels)


@recipe(
    "Unequal spreads",
    Dial(
        "ratio", "Widest to narrowest", 1.0, 10.0, default=5.0, step=0.5,
        help="How many times wider the widest group is than the narrowest: 1 makes them equal.",
    ),
    source="Three blobs (scikit-learn's make_blobs) of standard deviation ratio / 2, 1 / 2 "
    "and their geometric mean.",
)  # fmt: skip
def spreads(n_samples: int, ratio: float, seed: int = 0) -> Dataset:
    """A wide group between narrow ones: k-means hands its rim to the neighbours."""
    from sklearn.datasets import make_blobs

    centres = np.array([[-6.0, -4.0], [0.0, 0.0], [6.0, -2.0]])
    spreads = 0.5 * np.array([np.sqrt(ratio), ratio, 1.0])
    points, labels = make_blobs(n_samples, centers=centres, cluster_std=spreads, random_state=seed)
    return Dataset(points, labels)


@recipe(
    "Unequal sizes",
    Dial(
        "share", "Share of the largest", 0.34, 0.98, default=0.9, step=0.02,
        help="How large a part of all points belongs to the largest group.",
    ),
    source="Three blobs of equal spread (scikit-learn's make_blobs).",
)  # fmt: skip
def sizes(n_samples: int, share: float, seed: int = 0) -> Dataset:
    """One large group and two small: k-means splits the large one, a mixture has weights."""
    from sklearn.datasets import make_blobs

    small = max(1, round((1 - share) * n_samples / 2))
    centres = np.array([[0.0, 0.0], [4.0, 2.0], [4.0, -2.0]])
    points, labels = make_blobs(
        [n_samples - 2 * small, small, small], centers=centres, random_state=seed
    )
    return Dataset(points, labels)


@recipe(
    "Three cigars",
    source="Blobs (scikit-learn's make_blobs) one above the other, stretched sideways.",
)
def cigars(n_samples: int, aspect: float = 10.0, seed: int = 0) -> Dataset:
    """Three long parallel groups: inertia and silhouette praise whoever cuts them crosswise."""
    from sklearn.datasets import make_blobs

    centres = np.array([[0.0, -6.0], [0.0, 0.0], [0.0, 6.0]])
    points, labels = make_blobs(n_samples, centers=centres, random_state=seed)
    return Dataset(points * [aspect, 1.0], labels)


@recipe(
    "Crossing groups",
    source="Two pairs of narrow normal groups that cross at right angles, after the first example "
    "of Baudry, J.-P. et al. (2010), Combining mixture components for clustering, JCGS 19, "
    "332-353, drawn anew.",
)
def crossing(n_samples: int = 600, aspect: float = 3.5, seed: int = 4) -> Dataset:
    """Two crosses of two bars each: it takes four ellipses to follow what the eye sees as two."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(n_samples) % 4)  # bars
    spreads = np.sqrt([[aspect, 1 / aspect], [1 / aspect, aspect]])
    points = spreads[labels % 2] * rng.standard_normal((n_samples, 2))
    second = labels >= 2
    diagonal = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)  # turns by 45 degrees
    points[second] = points[second] @ diagonal
    return Dataset(points + np.where(second[:, None], 5.0, -5.0), labels)


@recipe(
    "Uniform noise",
    source="Points drawn evenly from a square of side 20.",
)
def noise(n_samples: int, seed: int = 0) -> Dataset:
    """No groups at all: a model that is asked for five finds five all the same."""
    return Dataset(np.random.default_rng(seed).uniform(-10.0, 10.0, (n_samples, 2)), None)


@recipe(
    "Groups on a line",
    Dial(
        "ratio", "Widest to narrowest", 1.0, 10.0, default=3.0, step=0.5,
        help="How many times wider the last group is than the first: 1 makes them equal.",
    ),
    source="scikit-learn's make_blobs with one column; standard deviations rise evenly, in "
    "ratios, from that of the slider.",
)  # fmt: skip
def line(
    n_samples: int, ratio: float, n_clusters: int = 3, cluster_std: float = 0.6, seed: int = 3
) -> Dataset:
    """One column only: k-means cuts halfway between centres, a mixture where the curves cross."""
    from sklearn.datasets import make_blobs

    spreads = cluster_std * np.geomspace(1.0, ratio, n_clusters)
    points, labels = make_blobs(
        n_samples, 1, centers=n_clusters, cluster_std=spreads.tolist(), random_state=seed
    )
    return Dataset(points, labels, columns=("x",))


@recipe(
    "Narrow within wide",
    Dial(
        "share", "Share of the narrow group", 0.05, 0.95, default=0.4, step=0.05,
        help="How large a part of all points belongs to the narrow group.",
    ),
    source="Points from two normal distributions with the same mean and the standard deviations "
    "0.4 and 3.",
)  # fmt: skip
def nested(n_samples: int, share: float, seed: int = 0) -> Dataset:
    """Two groups with one middle, on a line: no cut can part them, yet their widths tell."""
    narrow = max(1, round(share * n_samples))
    labels = np.repeat([0, 1], [narrow, n_samples - narrow])
    z = np.random.default_rng(seed).standard_normal((n_samples, 1))
    return Dataset(z * np.array([0.4, 3.0])[labels][:, None], labels, columns=("x",))


@recipe(
    "Old Faithful",
    source="Azzalini, A. and Bowman, A. W. (1990). A look at some data on the Old Faithful "
    "geyser. Applied Statistics 39, 357-365; as in R's datasets.",
    mixed_units=True,
)
def faithful() -> Dataset:
    """272 eruptions of a geyser: a short wait and a short eruption go together."""
    return Dataset(_eruptions(0, 1), None, columns=("eruption (min)", "waiting (min)"))


@recipe(
    "Old Faithful, waiting",
    source="Azzalini, A. and Bowman, A. W. (1990). A look at some data on the Old Faithful "
    "geyser. Applied Statistics 39, 357-365; as in R's datasets, the second column alone.",
)
def waiting() -> Dataset:
    """272 waits for a geyser, in whole minutes: short or long, and few in between."""
    return Dataset(_eruptions(1), None, columns=("waiting (min)",))


def _eruptions(*columns: int) -> npt.NDArray[np.float64]:
    """Columns of the file on Old Faithful, (272, number of columns)."""
    file = Path(__file__).parent / "data" / "faithful.csv"
    return np.loadtxt(file, delimiter=",", skiprows=1, usecols=columns, ndmin=2)


@recipe(
    "Iris",
    source="Fisher, R. A. (1936). The use of multiple measurements in taxonomic problems. "
    "Annals of Eugenics 7, 179-188; measured by Anderson, E. (1935); as in scikit-learn.",
)
def iris() -> Dataset:
    """150 flowers of three species in four measurements: one stands apart, two overlap."""
    from sklearn.datasets import load_iris

    data = load_iris()
    return Dataset(data.data, data.target, columns=tuple(data.feature_names))


@recipe(
    "Wine",
    source="Forina, M. et al. (1988), PARVUS; Aeberhard, S. and Forina, M. (1992), Wine, "
    "UCI Machine Learning Repository, doi:10.24432/C5PC7J; as in scikit-learn. "
    "The source gives no units.",
    mixed_units=True,
)
def wine() -> Dataset:
    """178 wines of three growers, 13 measurements: unscaled, k-means sees little but proline."""
    from sklearn.datasets import load_wine

    data = load_wine()
    names = tuple(name.replace("_", " ") for name in data.feature_names)
    return Dataset(data.data, data.target, columns=names)
