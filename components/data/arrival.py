"""Where a table arrives: dropped, chosen or pasted; who can see it, and how it goes."""

import streamlit as st

from components import brought, memory, points, settings
from components.data import bring
from components.store import StoreError, store
from core.limits import MAX_BYTES
from core.wording import literal

KINDS = ["csv", "tsv", "txt", "dat", "tab", "data", "parquet"]
PASTED = "pasted table"
# None of these can be in an address: what is arriving, what was refused, and what no link may name.
TURN, REFUSED, SAID, PRIVATE = (
    f"arrival {what}" for what in ("turn", "refused", "said", "private")
)


def draw() -> None:
    """What stands before the settings: how a table comes, and what became of the one that came."""
    now = settings.current().values
    has_table = bool(now[brought.TABLE.key]) and bring.trouble(now) != brought.GONE
    with st.expander(
        "Bring another table" if has_table else "Bring a table", expanded=not has_table
    ):
        _arrivals()
    if refused := st.session_state.get(REFUSED):
        st.warning(literal(refused))
    if said := st.session_state.get(SAID):
        st.info(literal(said))
    if has_table:
        _standing()
    elif now["data"] == points.PAINTED:
        st.caption("The points are in the link itself: whoever has it can see them, anywhere.")


def _arrivals() -> None:
    turn = st.session_state.setdefault(TURN, 0)
    by_file, by_hand = f"file {turn}", f"text {turn}"
    st.file_uploader(
        "A file with a row for each point (CSV, text or Parquet)",
        KINDS,
        key=by_file,
        on_change=_arrived,
        args=(by_file,),
        max_upload_size=MAX_BYTES // 2**20 + 1,
    )
    st.text_area(
        "Or paste it here, from a spreadsheet, too",
        key=by_hand,
        height=80,
        on_change=_arrived,
        args=(by_hand,),
    )


def _arrived(key: str) -> None:
    """Take over what came; the next widget is a new one, so that Streamlit keeps no file."""
    came = st.session_state.get(key)
    if not came:
        return
    st.session_state[TURN] += 1
    data, file = (came.encode(), PASTED) if isinstance(came, str) else (came.getvalue(), came.name)
    try:
        changes, said = bring.take(data, file, store().put, in_link=file == PASTED)
    except (ValueError, StoreError) as why:
        st.session_state[REFUSED] = str(why)
        return
    st.session_state[REFUSED], st.session_state[SAID] = "", said
    settings.change(changes)


def _standing() -> None:
    """How the table is understood, who can see it, and what can be done about that."""
    now = settings.current().values
    if why := bring.trouble(now):
        st.warning(f"{literal(why)} Below you can say how it is to be read.")
    else:
        st.caption(f"Read as: {literal(brought.reading_of(now).how)}.")
        if now["data"] != brought.KIND:
            st.button("Show this table", on_click=settings.change, args=(bring.USED,))
    private = brought.is_private(now[brought.TABLE.key])
    st.caption(
        "Kept in this session only: a link to it shows it to nobody."
        if private
        else "Whoever has the link can see the table. The server forgets it "
        f"{store().days:g} days after its last use."
    )
    with st.container(horizontal=True):
        if not private:
            st.button("This session only", on_click=_keep_private)
        st.button("Delete", icon=":material/delete:", on_click=_delete)


def _keep_private() -> None:
    """Move the table from the store to the session."""
    now = settings.current()
    name = now.values[brought.TABLE.key]
    try:
        mine = st.session_state[PRIVATE] = brought.Private(brought.data_of(name))
        store().delete(name)
        memory.forget(name)
    except (ValueError, StoreError) as why:
        st.session_state[REFUSED] = str(why)
        return
    stays = {key: text for key, text in now.address().items() if key in brought.TABLE.forgets}
    settings.change({brought.TABLE.key: mine.name, **stays})


def _delete() -> None:
    """Forget the table, here and in the store."""
    name = settings.current().values[brought.TABLE.key]
    st.session_state.pop(PRIVATE, None)
    try:
        store().delete(name)
    except StoreError as why:
        st.session_state[REFUSED] = str(why)
        return
    memory.forget(name)
    settings.open_link({})
