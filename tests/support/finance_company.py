"""A company whose finance has something to look at: people who are owed, who owe, and who wait."""

import json
import os
from datetime import datetime, timedelta
from random import Random
from typing import Any

import boto3

from commissions.application.payouts import registering, reserving, sending, settling
from commissions.application.payouts.counting import count_payables
from commissions.application.payouts.planning import plan_and_keep
from commissions.application.payouts.providers import provider
from commissions.domain.people.member import Member
from commissions.domain.sales.attribution import PlanRef
from commissions.payments import bucket
from commissions.payments.provider import CAME_BACK, PAID, REFUSED, PaymentStatus
from commissions.tables import members, payouts, plans
from tests.support.environment import WAREHOUSE_KEY
from tests.support.paid_company import a_paying_plan, earn, enrol, project_payouts

WITHOUT_METHOD = ("una", "urs")


def a_company(**payout: Any) -> PlanRef:
    """By the plan that there is, else by one of its own."""
    known = plans.all_ids()
    return plans.first(known[0]).ref if known else a_paying_plan(**payout)


def make_services() -> None:
    """What finance has beside tables; a test's own account has it already."""
    region: Any = {"LocationConstraint": os.environ["AWS_DEFAULT_REGION"]}
    s3: Any = boto3.client("s3")
    s3.create_bucket(Bucket=bucket.BUCKET, CreateBucketConfiguration=region)
    boto3.client("secretsmanager").create_secret(
        Name=os.environ["WAREHOUSE_KEY"], SecretString=json.dumps(WAREHOUSE_KEY)
    )


def fill(now: datetime, people: int = 24) -> None:
    """Three batches: one settled, one sent, one that waits to be proposed."""
    dice = Random(11)  # noqa: S311 - not a secret
    plan = a_company(fees={"USD": "1.50"})
    names = [f"m-{number:04}" for number in range(1, people + 1)]
    enrol(*names)
    for each in WITHOUT_METHOD:
        members.register(
            Member(member_id=each, kind="participant", created_at=now - timedelta(days=90))
        )
    order = _earnings(plan, [*names, *WITHOUT_METHOD], dice, now, 1)
    _first_batch(plan, now - timedelta(days=28), order)
    registering.hold(names[3], "a dispute about two orders", "mara", now)
    registering.register(names[5], reference="acct-moved", currency="USD", country="DE")
    _sent_batch(plan, now - timedelta(days=6))
    plan_and_keep("USD", "csv", now - timedelta(hours=3), plan.plan_id)
    project_payouts()
    count_payables(now)


def _earnings(plan: PlanRef, names: list[str], dice: Random, now: datetime, first: int) -> int:
    """Of a hundred days; a tenth is taken back in part. The next number of an order."""
    order = first
    for who in names:
        for _ in range(dice.randint(1, 4)):
            at = now - timedelta(days=dice.uniform(1, 110))
            amount = dice.choice([420, 1_250, 3_000, 7_775, 15_000])
            earn(plan, who, amount, str(order), at)
            if dice.random() < 0.15:
                earn(plan, who, -amount // 2, str(order), min(now, at + timedelta(days=9)))
            order += 1
    return order


def _first_batch(plan: PlanRef, now: datetime, order: int) -> None:
    """Settled; since then one of its people had more taken back than they have."""
    batch = plan_and_keep("USD", "csv", now, plan.plan_id).batch.batch_id
    _pay(batch, now)
    paid = payouts.of_batch(batch)
    told = [_became(each.payout_id, PAID, now) for each in paid]
    if told:
        told[-1] = _became(paid[-1].payout_id, REFUSED, now, "account closed")
    settling.settle_all(told, now + timedelta(days=1))
    project_payouts()
    back = paid[0]
    earn(plan, back.payee, 100, str(order), now)
    earn(plan, back.payee, -back.taken - 9_000, str(order), now + timedelta(days=2))


def _sent_batch(plan: PlanRef, now: datetime) -> None:
    """On its way; two are known."""
    batch = plan_and_keep("USD", "csv", now, plan.plan_id).batch.batch_id
    _pay(batch, now)
    paid = payouts.of_batch(batch)
    told = [_became(paid[0].payout_id, PAID, now)]
    if len(paid) > 1:
        told.append(_became(paid[1].payout_id, CAME_BACK, now, "no such account"))
    settling.settle_all(told, now + timedelta(days=1))
    project_payouts()


def _pay(batch: str, now: datetime) -> None:
    reserving.propose(batch)
    reserving.approve(batch, ("kim", "lou"), now, now)
    sending.send(batch, provider("csv"), now)


def _became(payout_id: str, state: str, now: datetime, why: str = "") -> PaymentStatus:
    return PaymentStatus(
        payout_id=payout_id, state=state, on=now.date(), reference=f"bank-{payout_id}", why=why
    )
