"""The tree over k: what is asked, what is shown, and its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from components import growing, models, points
from components.figures import branches, comparisons, theme
from components.figures.comparisons import Look
from components.models import Fits
from components.stage import events
from components.stage.scene import joined
from components.stage.state import Fact, Facts, Handle, State, brief
from core.arrays import Labels, most_clusters
from core.plans import Origin, Plan
from core.settings import Choice, Group, Number, Values
from core.tree import Node, Tree, tree
from core.wording import counted, listed

UNSTABLE = 0.1  # of a cluster's points, from a second parent
ROW = "row"  # the handle that drags k
MODEL = Choice(
    "model",
    "Clusters of",
    {"k-means": "k-means", "GMM": "the mixture"},
    "k-means",
    "Whose clusters are followed from k to k.",
)
MOST_K = Number(
    "most_k", "Down to k =", 3, models.MAX_K, models.MAX_K, step=1, help="The last row."
)
SETTINGS = (
    Group("Data", points.data_settings(most=100_000)),
    Group(
        "Models",
        (
            models.K,
            MODEL,
            models.COVARIANCE_TYPE,
            models.START,
            MOST_K,
            models.SEED,
            models.N_STARTS,
        ),
    ),
)


@dataclass(frozen=True, eq=False)
class Rows:
    """The fits of k = 1, 2, ... so far, and how their clusters hang together.

    Args:
        fits: by k.
        labels: for every k the number of the cluster of every point, (n,).
        tree: of these.
    """

    fits: Mapping[int, Fits]
    labels: Mapping[int, Labels]
    tree: Tree

    def unstable(self) -> list[Node]:
        """Clusters of which a good part comes from a second one."""
        found = []
        for node in self.tree.nodes:
            parents = self.tree.parents(node)
            if len(parents) > 1 and parents[1].share >= UNSTABLE:
                found.append(node)
        return found


def rows(origin: Origin, plan: Plan, most: int, model: str) -> Iterator[Rows]:
    """Row after row."""
    fits: dict[int, Fits] = {}
    labels: dict[int, Labels] = {}
    for k in range(1, most_clusters(points.made(origin).points, most) + 1):
        fits[k] = models.compare(origin, replace(plan, k=k))
        c = fits[k].comparison
        labels[k] = c.numbers[c.labels if model == "k-means" else c.components]
        yield Rows(dict(fits), dict(labels), tree(labels))


def rows_of(at: Values) -> tuple[Rows | None, bool]:
    """The rows so far at some values of the settings, and whether these are all."""
    plan = replace(models.plan_of(at), k=1)
    return growing.grown(rows, points.origin_of(at), plan, at["most_k"], at["model"])


def state(at: Values) -> State:
    """The tree as far as it has grown, and the points at the k at hand."""
    found, is_complete = rows_of(at)
    if found is None:
        found = next(rows(points.origin_of(at), replace(models.plan_of(at), k=1), 1, at["model"]))
    data, k = points.data_of(at), min(at["k"], max(found.fits))
    fits, unstable = found.fits[k], found.unstable()
    shown = Look(
        kmeans=at["model"] == "k-means", gmm=at["model"] == "GMM", rings=False, shading="none"
    )
    beside = comparisons.compare(data, fits.comparison, replace(shown, colours="hard"))
    left = branches.tree(found.tree, found.labels, k, unstable, range(1, at["most_k"] + 1))
    scene = joined(left, beside, share=0.45, height=theme.HEIGHT)
    return State(
        scene,
        alt(data.title, found, k, unstable),
        facts(found, at, k, unstable),
        [sentence(found, k, unstable), *points.picture_notes(data, "points")],
        [Handle(ROW, f"The row at hand, k = {k}", 1.0, float(k))],
        clicks=True,
        previews=True,
        growing=not is_complete,
    )


def heed(gesture: events.Gesture, at: Values) -> Values | None:
    """What chooses k: a press on a disc or an edge, or on a row, and the handle."""
    match gesture:
        case events.Drag(handle, _, y) if handle == ROW:
            return _chosen(y, at)
        case events.Click(_, y, panel) if panel == 1:
            return _chosen(y, at)
    return None


def _chosen(y: float, at: Values) -> Values:
    return {"k": int(min(max(round(min(y, 99.0)), 1), at["most_k"]))}


def facts(found: Rows, at: Values, k: int, unstable: list[Node]) -> Facts:
    """The numbers of one row."""
    c = found.fits[k].comparison
    here = sum(node.k == k for node in unstable)
    told = [
        Fact("Clusters, k", f"{k}", "The row at hand.", f"{k}"),
        Fact(
            "Moved",
            f"{moved(found, k):,} of {len(c.labels):,}",
            "Points that are no longer with the largest part of the cluster that they were in at "
            "the k before.",
            f"{moved(found, k):,}",
        ),
        Fact(
            "Unstable clusters",
            f"{here}",
            f"Clusters of this row that get at least {100 * UNSTABLE:.0f} % of their points from a "
            "second cluster of the row above.",
            f"{here}",
        ),
    ]
    if at["model"] == "k-means":
        said = "Sum of squared distances from the points to their centres."
        told.append(Fact("Inertia", f"{c.inertia:,.4f}", said, brief(c.inertia)))
    else:
        told.append(Fact("BIC", f"{c.bic:,.3f}", "Lower is better.", brief(c.bic)))
    return {at["model"]: told}


def moved(found: Rows, k: int) -> int:
    """How many points left the largest part of their cluster on the way to k."""
    stay: dict[int, int] = {}
    total = 0
    for edge in found.tree.edges:
        if edge.k == k:
            stay[edge.source] = max(stay.get(edge.source, 0), edge.count)
            total += edge.count
    return total - sum(stay.values())


def sentence(found: Rows, k: int, unstable: list[Node]) -> str:
    """What happens between the row above and the one at hand."""
    if k == 1:
        return "One cluster has all points. Drag k down the tree."
    here = [f"{node.cluster + 1}" for node in unstable if node.k == k]
    n = counted(moved(found, k), "point")
    said = f"From {k - 1} to {k}, {n} left the bulk of their cluster"
    if here:
        which = "cluster" if len(here) == 1 else "clusters"
        return f"{said}; unstable here: {which} {listed(here)}."
    return f"{said}; no cluster gets a tenth of its points from a second one."


def alt(title: str, found: Rows, k: int, unstable: list[Node]) -> str:
    """What the picture shows, for those who can't see it."""
    sizes = ", ".join(
        f"{node.cluster + 1}: {node.size:,}" for node in found.tree.nodes if node.k == k
    )
    return (
        f"{title}: a tree of {len(found.fits)} rows, from 1 cluster to {max(found.fits)}; discs "
        f"are clusters, lines the points that go from one to the next; "
        f"{counted(len(unstable), 'cluster')} ringed as unstable. Beside it the points at k = {k}; "
        f"points in each cluster {sizes}."
    )
