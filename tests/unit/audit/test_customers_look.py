"""Who should have heard what of a customer is worked out from the facts of all their orders: on
whole stories nothing is found, and whatever was never told, or told otherwise, is.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

import os
from random import Random

from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.stores.store import LIFETIME, Policies
from tests.support.customer_stories import Shop, bought, customer_story
from tests.support.looks_at_customers import look, seen
from tests.unit.audit.test_customers_agreement import told_as_it_comes

STORIES = 10_000 if os.environ.get("COMMISSIONS_PROOF") else 25
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)


def test_of_whole_stories_nothing_is_found_in_whatever_order_they_came() -> None:
    for seed in range(STORIES):
        story = customer_story(seed)
        assert [each.sentence for each in look(Shop(story.policies).run(story.told))] == [], seed
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)
            assert [each.sentence for each in look(shop)] == [], f"story {seed}, run {run}"
