"""How clusters split and join as k grows."""

from components import frame
from components.choose import tree

frame.show(
    tree.SETTINGS,
    tree.state,
    key="tree",
    sentence="Each row is a fit with one cluster more. Point at a disc or a line: its points light "
    "up. Drag k down the tree.",
    heed=tree.heed,
    more="tree",
)
