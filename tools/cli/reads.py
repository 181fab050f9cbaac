"""What the commands read from the tables. Import it only after `select_stack`: the tables'
names are known by then."""

from commissions.tables import inbox, ledger, parked, stores
from tools.cli.names import OrderName, order_name, the_one
from tools.cli.order_view import OrderStory


def order_of(text: str) -> OrderStory:
    return story_of(order_name(text))


def story_of(name: OrderName) -> OrderStory:
    """The story of the one order that a person means."""
    known = {key: told for key in _keys(name) if (told := story(key)).rows or told.parked}
    return known[the_one(str(name), list(known))]


def _keys(name: OrderName) -> list[str]:
    return name.keys(
        [] if name.platform else [(s.platform, s.store_id) for s in stores.all_stores()]
    )


def story(order_key: str) -> OrderStory:
    told = ledger.story(order_key)
    waiting = [entry for entry in parked.everything() if entry.order_key == order_key]
    ids = dict.fromkeys([row.inbox for row in told.rows] + [entry.inbox for entry in waiting])
    webhooks = [item for each in ids if each and (item := inbox.find(each))]
    return OrderStory(
        order_key=order_key,
        rows=told.rows,
        webhooks=sorted(webhooks, key=lambda item: item.received_at),
        journals=told.journals,
        parked=waiting,
    )
