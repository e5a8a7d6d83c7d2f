"""The queue's order, worked out by hand, and what holds after any chain of events."""

import random

import pytest

from nnviz.engine.queue import INTERACTIVE, TRAINING, Queue, Ticket


def queue_with(training: int = 0, interactive: int = 0) -> Queue:
    queue = Queue()
    for number in range(training):
        queue.add_worker(f"t{number}", TRAINING)
    for number in range(interactive):
        queue.add_worker(f"i{number}", INTERACTIVE)
    return queue


def ask(queue: Queue, *names: str, kind: str = TRAINING, limit: int = 0) -> None:
    """Tickets named "owner+number"; the owner is the part before the sign."""
    for name in names:
        assert queue.ask(Ticket(name, kind, owner=name.split("+")[0], client="server", limit=limit))


def granted(queue: Queue) -> list[str]:
    return [ticket.key for ticket in queue.deal()]


def test_only_as_many_begin_as_there_are_workers_and_the_next_one_when_one_is_done():
    queue = queue_with(training=2)
    ask(queue, "a+1", "a+2", "a+3", "a+4")
    assert granted(queue) == ["a+1", "a+2"]
    assert (queue.place("a+3"), queue.place("a+4")) == (1, 2)
    queue.close("a+2")
    assert granted(queue) == ["a+3"] and queue.ticket("a+3").worker == "t1"
    assert queue.place("a+4") == 1


def test_people_take_turns_however_much_one_of_them_asks_for():
    queue = queue_with(training=1)
    ask(queue, "ann+1", "ann+2", "ann+3", "ann+4", "bob+1", "bob+2", "eve+1")
    order = []
    for _ in range(7):
        (key,) = granted(queue)
        order.append(key)
        queue.close(key)
    assert order == ["ann+1", "bob+1", "eve+1", "ann+2", "bob+2", "ann+3", "ann+4"]


def test_who_has_less_under_way_comes_first():
    queue = queue_with(training=3)
    ask(queue, "ann+1", "ann+2", "bob+1")
    assert set(granted(queue)) == {"ann+1", "bob+1", "ann+2"}
    ask(queue, "ann+3", "bob+2", "eve+1")
    assert [ticket.key for ticket in queue.order(TRAINING)] == ["eve+1", "bob+2", "ann+3"]


def test_a_limit_holds_back_its_owner_alone():
    queue = queue_with(training=4)
    ask(queue, "ann+1", "ann+2", "ann+3", limit=2)
    assert granted(queue) == ["ann+1", "ann+2"] and queue.place("ann+3") == 0
    ask(queue, "bob+1")
    assert granted(queue) == ["bob+1"]
    queue.close("ann+1")
    assert granted(queue) == ["ann+3"]


def test_training_leaves_the_interactive_workers_alone_and_questions_borrow_an_idle_training_worker():
    queue = queue_with(training=1, interactive=1)
    ask(queue, "a+1", "a+2")
    assert granted(queue) == ["a+1"]
    ask(queue, "q+1", "q+2", kind=INTERACTIVE)
    assert granted(queue) == ["q+1"] and queue.ticket("q+1").worker == "i0"
    queue.close("a+2")
    queue.close("a+1")
    assert granted(queue) == ["q+2"] and queue.ticket("q+2").worker == "t0"


def test_a_worker_takes_one_ticket_with_it():
    queue = queue_with(training=2)
    ask(queue, "a+1", "a+2", "a+3")
    queue.deal()
    assert queue.remove_worker("t0").key == "a+1"
    assert queue.ticket("a+1") is None and queue.ticket("a+2").worker == "t1" and queue.place("a+3") == 1
    queue.add_worker("t2", TRAINING)
    assert granted(queue) == ["a+3"]


def test_a_resting_worker_is_given_nothing():
    queue = queue_with(training=1)
    assert queue.rest("t0") and not queue.rest("t0") and not queue.rest("gone")
    ask(queue, "a+1")
    assert granted(queue) == []
    queue.rest("t0", False)
    assert granted(queue) == ["a+1"] and not queue.rest("t0"), "a worker that is busy cannot be sent to rest"


def test_the_same_key_is_taken_once():
    queue = queue_with()
    assert queue.ask(Ticket("a")) and not queue.ask(Ticket("a"))


@pytest.mark.parametrize("seed", range(40))
def test_after_any_chain_of_events_nobody_waits_beside_a_free_worker_and_everybody_is_served(seed):
    draw = random.Random(seed)
    queue, workers, asked, ended, grants, asked_at = Queue(), {}, set(), set(), 0, {}

    def check_and_deal():
        nonlocal grants
        for ticket in queue.deal():
            assert ticket.key not in ended
            waited = grants - asked_at[ticket.key]
            assert waited <= 5 * len(asked_at), "starved"
            grants += 1
        running = [ticket for ticket in queue.tickets() if ticket.worker]
        assert len({ticket.worker for ticket in running}) == len(running), "two on one worker"
        assert {ticket.worker for ticket in running} <= workers.keys(), "on a worker that is gone"
        busy = {ticket.worker for ticket in running}
        for kind in (TRAINING, INTERACTIVE):
            idle = [name for name, its in workers.items() if its == kind and name not in busy]
            assert not (idle and queue.order(kind)), "somebody waits beside a free worker"
        assert all(ticket.kind == INTERACTIVE or workers[ticket.worker] == TRAINING for ticket in running)

    for step in range(300):
        event = draw.choice(["ask", "ask", "done", "done", "withdraw", "die", "come"])
        if event == "ask":
            key = f"{draw.choice('abcd')}+{step}"
            kind = draw.choice([TRAINING, INTERACTIVE])
            queue.ask(Ticket(key, kind, owner=key[0], limit=draw.choice([0, 0, 2])))
            asked.add(key)
            asked_at[key] = grants
        elif event in ("done", "withdraw") and queue.tickets():
            chosen = [ticket for ticket in queue.tickets() if bool(ticket.worker) == (event == "done")]
            if chosen:
                ended.add(queue.close(draw.choice(chosen).key).key)
        elif event == "die" and workers:
            address = draw.choice(sorted(workers))
            del workers[address]
            lost = queue.remove_worker(address)
            ended |= {lost.key} if lost else set()
        elif event == "come" and len(workers) < 5:
            workers[f"w{step}"] = draw.choice([TRAINING, INTERACTIVE])
            queue.add_worker(f"w{step}", workers[f"w{step}"])
        check_and_deal()
    workers |= {"last-t": TRAINING, "last-i": INTERACTIVE}
    queue.add_worker("last-t", TRAINING)
    queue.add_worker("last-i", INTERACTIVE)
    while queue.tickets():
        check_and_deal()
        running = [ticket for ticket in queue.tickets() if ticket.worker]
        assert running, "the queue stands still"
        ended.add(queue.close(running[0].key).key)
    assert ended == asked
