"""Words swapped for others until the answer flips, the fewest that are found."""

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.changes.goal import Goal, Wanted
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.records import Swaps
from nnviz.inspection.inputs import as_batch
from nnviz.models.layer_paths import layer_paths
from nnviz.training.meaning import OutputMeaning

_CANDIDATES, _BEAM = 48, 3
_SEED = 0


def word_swaps(
    model, x, wanted: Wanted = None, *, most: int = 4, allowed=None, meaning: OutputMeaning | None = None
) -> Swaps:
    """The fewest tokens of one text that were found to flip the answer when others stand in their places.

    Which swaps are tried is told by the gradient of the tokens' vectors (HotFlip; Ebrahimi, Rao, Lowd and Dou, 2018);
    each is judged by asking the model. The search goes on from the best three, swap by swap.

    Args:
        model: any Keras 3 model with one output whose first input are whole-number tokens; it is left as found.
        x: (steps,) or (1, steps) one text, 0 after its end; of several inputs a list.
        wanted: see `nnviz.explanation.changes.goal.Wanted`.
        most: swaps at most.
        allowed: ids that may be put in; all but 0 and 1 (the end, and what is not known) when None.
        meaning: what the outputs mean; what their end suggests when None.

    Raises:
        ExplanationError: for a model without such an input, a goal that cannot be, or fewer than one swap.
    """
    if most < 1:
        raise ExplanationError(f"Received {most} swaps at most.", expected="1 or more", where="most")
    batch, _ = as_batch(model, x)
    leads = Leads(model, batch, meaning)
    table = _table(leads)
    goal = leads.goal(wanted, batch)
    known = np.arange(2, len(table)) if allowed is None else np.asarray(allowed, int)
    search = _Search(leads, goal, batch, table, known)
    ids = search.found(most)
    given = search.given(ids[None])
    reached, after = leads.reached(given, goal)
    _, before = leads.reached(batch, goal)
    return Swaps(search.origin, ids, before[0], after[0], bool(reached[0]), goal)


def _table(leads: Leads) -> np.ndarray:
    """(tokens, numbers) the vectors of the Embedding that reads the first input."""
    entry = next((embedding for k, embedding in leads.function.entries if k == 0 and embedding is not None), None)
    if entry is None:
        raise ExplanationError(
            "No Embedding reads the first input of this network, so its tokens have no vectors.",
            expected="a network of tokens",
        )
    return np.asarray(keras.ops.convert_to_numpy(layer_paths(leads.model)[entry.path].embeddings), "float32")


class _Search:
    def __init__(self, leads: Leads, goal: Goal, batch, table: np.ndarray, known: np.ndarray):
        self.leads, self.goal, self.batch, self.table, self.known = leads, goal, batch, table, known
        self.origin = np.asarray(keras.tree.flatten(batch)[0])[0]
        self.places = np.flatnonzero(self.origin)

    def given(self, ids: np.ndarray):
        """Texts (n, steps) as the model takes them, what stands beside them as it is."""
        flat = keras.tree.flatten(self.batch)
        others = [np.repeat(one[:1], len(ids), 0) for one in flat[1:]]
        return keras.tree.pack_sequence_as(self.batch, [ids.astype(flat[0].dtype), *others])

    def lead(self, ids: np.ndarray) -> np.ndarray:
        return np.nan_to_num(self.leads.lead(self.given(ids), self.goal), nan=-np.inf)

    def found(self, most: int) -> np.ndarray:
        """(steps,) the text that reaches the goal with the fewest swaps; the best that was seen where none does."""
        beam, best = self.origin[None], (-np.inf, self.origin)
        for swapped in range(min(most, len(self.places))):
            progress.tell(swapped / most)
            rows = np.concatenate([self._candidates(ids) for ids in beam])
            rows = np.unique(rows, axis=0)
            if not len(rows):
                break
            lead = self.lead(rows)
            order = np.argsort(-lead, kind="stable")[:_BEAM]
            beam = rows[order]
            if lead[order[0]] > best[0]:
                best = float(lead[order[0]]), beam[0]
            if best[0] > 0:
                return self._without_idle(best[1])
        return best[1]

    def _candidates(self, ids: np.ndarray) -> np.ndarray:
        """(m, steps) the text with one word more swapped: those swaps that the gradient says help most."""
        try:
            _, gradients = self.leads.slopes(self.given(ids[None]), self.goal)
            slope = next(g[0] for (k, e), g in zip(self.leads.function.entries, gradients, strict=True) if k == 0 and e)
            scores = slope[self.places] @ self.table[self.known].T
            scores = scores - (slope[self.places] * self.table[ids[self.places]]).sum(1)[:, None]
        except ExplanationError:  # no gradient: words drawn at random
            scores = np.random.default_rng(_SEED).random((len(self.places), len(self.known)))
        scores[ids[self.places] != self.origin[self.places]] = -np.inf  # swapped already
        scores[self.known[None] == ids[self.places][:, None]] = -np.inf
        flat = np.argsort(-scores, axis=None, kind="stable")[:_CANDIDATES]
        flat = flat[np.isfinite(scores.ravel()[flat])]
        place, word = np.unravel_index(flat, scores.shape)
        rows = np.repeat(ids[None], len(flat), 0)
        rows[np.arange(len(flat)), self.places[place]] = self.known[word]
        return rows

    def _without_idle(self, ids: np.ndarray) -> np.ndarray:
        while True:
            swapped = np.flatnonzero(ids != self.origin)
            if len(swapped) < 2:
                return ids
            rows = np.repeat(ids[None], len(swapped), 0)
            rows[np.arange(len(swapped)), swapped] = self.origin[swapped]
            lead = self.lead(rows)
            if lead.max() <= 0:
                return ids
            ids = rows[int(lead.argmax())]


@kept.with_run("swaps")
def swaps_of_run(run_id: str, text: str, wanted: Wanted = None, most: int = 4, tables=None) -> Swaps:
    """The fewest words of a text that flip the answer of a run's network, with everything in words.

    Args:
        text: read as the training texts were.
        tables: what stands beside it, which stays as it is: name → codes.

    Raises:
        NnvizError: as `word_swaps`; for a text without a word.
    """
    from dataclasses import replace

    from nnviz.data.texts import UNKNOWN
    from nnviz.data.written import encoded
    from nnviz.explanation.changes.of_run import wanted_words
    from nnviz.explanation.of_run import meaning_in
    from nnviz.training.given import inputs_beside, together
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    schema, ids = dataset.schema, encoded(dataset, text)
    if not ids.any():
        raise ExplanationError("There is no word in it.", fix="Write at least one word.", where="text")
    meaning = meaning_in(model, dataset, run_id)
    x = together([ids, *inputs_beside(model, dataset, tables or {})])
    names = schema.token_names
    allowed = [k for k, name in enumerate(names) if k and name and name != UNKNOWN]
    found = word_swaps(model, x, wanted, most=most, allowed=allowed, meaning=meaning)
    said = [meaning.words(shown, schema.answers) for shown in (found.shown, found.shown_after)]
    told = wanted_words(found.goal, schema, meaning)
    return replace(found, names=names, said=said[0], said_after=said[1], wanted=told)
