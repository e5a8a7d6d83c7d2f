"""What is looked at inside the network in hand: a layer, a unit, a class and a moment of its training, chosen anywhere
and the same on every page about it; the address names them. The example is kept by `state`.

In the address units and classes are counted from 1, as people read them, and a moment by its training steps.
"""

from collections.abc import Collection, Sequence

import streamlit as st

from nnviz import escaping
from nnviz.errors import unknown_name
from pages.shared.session.record import record

_LONGEST, _DIGITS, _AXES = 400, 12, 8
_UNIT = "unit"


def follow_address(run_id: str) -> None:
    """Takes over what the address names beside the run and the example, each value once; the address then names all
    that is chosen."""
    adopted = record().in_hand.adopted
    for name in ("layer", "unit", "class", "moment", "number", "explain"):
        value = st.query_params.get(name)
        if value and adopted.get(name) != value:
            adopted[name] = value
            _adopt(name, value[:_LONGEST], run_id)
    _name_in_address(run_id)


def layer(paths: Collection[str]) -> str:
    """The path of the chosen layer, "" for none in particular or for one that this network does not have."""
    chosen = record().selection.layer
    if chosen and chosen not in paths:
        _not_found("layer", str(unknown_name("layer", chosen[:80], paths)))
        record().selection.layer = ""
        _write("layer", None)
    return record().selection.layer


def layer_among(paths: Collection[str]) -> str:
    """The path of the chosen layer where it is one of these, else "": for pages on which only some layers can be
    chosen, so that another choice stays what it is."""
    chosen = record().selection.layer
    return chosen if chosen in paths else ""


def view(names: Sequence[str]) -> str:
    """The chosen view of the page Network, the first of `names` where the address names none of them."""
    selection, named = record().selection, st.query_params.get("view")
    if named and record().in_hand.adopted.get("view") != named:
        if named in names:
            selection.view = named
        else:
            selection.from_address.add("view")
            _not_found("view", str(unknown_name("view", named[:80], names)))
    _write("view", selection.view or names[0])
    return selection.view or names[0]


def choose_view(name: str) -> None:
    record().selection.view = name
    _write("view", name)


def unit(count: int | None) -> int | None:
    """The place of the chosen unit among `count` of its layer; None for none in particular.

    Args:
        count: None where it is not known.
    """
    return _within("unit", count, "The layer has")


def target(count: int) -> int | None:
    """The place of the chosen class or output among `count`; None where none was chosen."""
    return _within("class", count, "The network tells apart")


def moment(run_id: str, steps: Collection[int]) -> int | None:
    """The step of the chosen moment of a run; None for its newest weights."""
    chosen = record().selection.moment
    if chosen is None or chosen[0] != run_id:
        return None
    if chosen[1] not in steps:
        known = f"one of {', '.join(map(str, list(steps)[:8]))}" if steps else "no moment in particular"
        _not_found("moment", f"No weights were recorded after {chosen[1]:,} training steps. Expected {known}.")
        return choose_moment(run_id, None)
    return chosen[1]


def choose_layer(path: str) -> None:
    """Chooses a layer for every page; a unit of another one is let go of."""
    if path != record().selection.layer:
        choose_unit(None)
        choose_picture("", 0)
        choose_number(None)
    record().selection.layer = path
    _write("layer", path or None)


def picture() -> tuple[str, int]:
    """(title, first unit shown) of the picture of a layer that was clicked last; one layer may have several."""
    return record().selection.picture


def choose_picture(title: str, first: int) -> None:
    record().selection.picture = title, first


def choose_unit(place: int | None) -> None:
    selection = record().selection
    selection.unit = place
    _write("unit", None if place is None else str(place + 1))
    if selection.number and selection.number[1]:
        title, index = selection.number
        choose_number(None if place is None else (title, (*index[:-1], place)))


def number() -> tuple[str, tuple[int, ...]] | None:
    """(title, index) of the chosen number of the layer's output, the title "" for its own; None for none in
    particular."""
    return record().selection.number


def choose_number(chosen: tuple[str, tuple[int, ...]] | None) -> None:
    """Chooses the number whose arithmetic is shown, of the layer that is chosen."""
    record().selection.number = chosen
    _write("number", None if chosen is None else "-".join(str(at + 1) for at in chosen[1]) or "0")


def number_told() -> int:
    """Which click of the browser the chosen number is from; 0 before the first."""
    return record().selection.number_told


def hear_number(title: str, index: tuple[int, ...] | None, told: int) -> None:
    """Chooses a number that was clicked in the browser, with its unit; without an index, the layer's largest."""
    record().selection.number_told = told
    choose_number(None)
    if index is not None:
        choose_unit(index[-1] if index else None)
        choose_number((title, index))


def refuse_number(sentence: str) -> None:
    """Lets go of a number that is not there, and says so where the address named it."""
    _not_found("number", sentence)
    choose_number(None)


def choose_target(place: int | None) -> None:
    """Chooses a class or an output; None is the one that is predicted, whichever that is."""
    record().selection.target = place
    _write("class", None if place is None else str(place + 1))


def of_unit() -> bool:
    """Whether a unit inside the network is what is explained, rather than its answer."""
    return record().selection.of_unit


def choose_of_unit(chosen: bool) -> None:
    record().selection.of_unit = chosen
    _write("explain", _UNIT if chosen else None)


def choose_moment(run_id: str, step: int | None) -> None:
    """Chooses a moment of a run; None is its newest weights."""
    record().selection.moment = None if step is None else (run_id, step)
    _write("moment", None if step is None else str(step))


def newest() -> None:
    """Lets go of the moment: pages show the newest weights."""
    record().selection.moment = None
    _write("moment", None)


def tell() -> None:
    """What the address names and is not there, once."""
    selection = record().selection
    if selection.unfound:
        st.warning(escaping.markdown(selection.unfound), icon=":material/link_off:")
        selection.unfound = ""


def _adopt(name: str, value: str, run_id: str) -> None:
    selection = record().selection
    selection.from_address.add(name)
    if name == "layer":
        selection.layer = value
        return
    if name == "number":
        _adopt_number(value)
        return
    if name == "explain":
        selection.of_unit = value == _UNIT
        if not selection.of_unit:
            _not_found(name, f"{value[:40]!r} cannot be explained. Expected {_UNIT}, or nothing for the answer.")
            _write(name, None)
        return
    number = int(value) if value.isascii() and value.isdecimal() and len(value) <= _DIGITS else None
    if number is None or (number == 0 and name != "moment"):
        _not_found(name, f"{value[:40]!r} is not the number of a {name}. Expected a whole number, counted from 1.")
        _write(name, None)
    elif name == "moment":
        selection.moment = run_id, number
    else:
        setattr(selection, "unit" if name == "unit" else "target", number - 1)


def _adopt_number(value: str) -> None:
    """ "3-4-1": the place on each axis, counted from 1."""
    parts = value.split("-")
    if len(parts) <= _AXES and all(one.isascii() and one.isdecimal() and len(one) <= _DIGITS for one in parts):
        record().selection.number = "", tuple(int(one) - 1 for one in parts if value != "0")
        return
    _not_found(
        "number", f"{value[:40]!r} is no place in an output. Expected whole numbers counted from 1, as in 3-4-1."
    )
    _write("number", None)


def _within(name: str, count: int | None, holder: str) -> int | None:
    selection, attribute = record().selection, "unit" if name == "unit" else "target"
    place = getattr(selection, attribute)
    if place is None or count is None or place < count:
        return place
    noun = {"unit": "units", "class": "classes or outputs"}[name]
    _not_found(name, f"There is no {name} {place + 1:,}. {holder} {count:,} {noun}.")
    setattr(selection, attribute, None)
    _write(name, None)
    return None


def _not_found(name: str, sentence: str) -> None:
    """Keeps the sentence where the address named it; what was chosen for another network is let go of without one."""
    selection = record().selection
    if name in selection.from_address:
        selection.from_address.discard(name)
        selection.unfound = f"{selection.unfound} The address: {sentence}".strip()


def _name_in_address(run_id: str) -> None:
    selection = record().selection
    step = selection.moment[1] if selection.moment and selection.moment[0] == run_id else None
    places: Sequence[tuple[str, int | None]] = (("unit", selection.unit), ("class", selection.target))
    _write("layer", selection.layer or None)
    _write("explain", _UNIT if selection.of_unit else None)
    _write("moment", None if step is None else str(step))
    chosen = selection.number
    _write("number", None if chosen is None else "-".join(str(at + 1) for at in chosen[1]) or "0")
    for name, place in places:
        _write(name, None if place is None else str(place + 1))


def _write(name: str, value: str | None) -> None:
    adopted = record().in_hand.adopted
    if value is None:
        adopted.pop(name, None)
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value or adopted.get(name) != value:
        adopted[name] = st.query_params[name] = value
