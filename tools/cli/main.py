"""The `commissions` command: from the store to the ledger, for the people who look after it."""

from typing import Annotated

import typer

from tools.cli import (
    accounts,
    actions,
    attribute,
    audit_log,
    backfill,
    connecting,
    customers,
    decide,
    events,
    evidence,
    health,
    members,
    operations,
    orders,
    payees,
    payouts,
    periods,
    place,
    plans,
    preview,
    privacy,
    rebuilding,
    reconciling,
    refold,
    secret_rotation,
    secrets,
    sending,
    simulating,
    skus,
    stacks,
    stores,
    team,
    translating,
    vectors,
    warehouse,
)
from tools.cli.failure import Commands
from tools.cli.operator import As
from tools.cli.recorded import Recorded

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Orders of online stores into correct, explainable commissions.",
    epilog="Exit codes: 0 fine, 1 refused or not found, 2 misused, 3 stack not reachable.",
)
STACK, ORDERS, CARE = "The stack", "Orders and commissions", "Care"
PLANS = "Plans"


@app.callback()
def commissions(
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show the traceback of an error.")
    ] = False,
    as_: As = "",
) -> None:
    pass


for panel, commands in {
    STACK: (stacks.up, stacks.down, stacks.load),
    ORDERS: (
        sending.send,
        orders.order,
        orders.explain,
        members.statement,
        translating.translate,
        preview.preview,
    ),
    PLANS: (simulating.simulate, vectors.vectors),
    CARE: (
        operations.parked,
        operations.release,
        decide.decide,
        attribute.attribute,
        operations.replay,
        backfill.backfill,
        rebuilding.rebuild,
        reconciling.reconcile,
        refold.refold,
        place.place,
        place.tank,
        audit_log.log,
        health.health,
    ),
}.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
for of_stores in (
    secret_rotation.secret,
    connecting.connect,
    connecting.check,
    connecting.access,
):
    stores.app.command()(of_stores)
app.add_typer(stores.app, name="store", rich_help_panel=STACK)
app.add_typer(skus.app, name="skus", rich_help_panel=STACK)
app.add_typer(plans.app, name="plan", rich_help_panel=STACK)
app.add_typer(secrets.app, name="secrets", rich_help_panel=STACK)
app.add_typer(events.app, name="events", rich_help_panel=STACK)
app.add_typer(customers.app, name="customers", rich_help_panel=CARE)
app.add_typer(periods.app, name="period", rich_help_panel=CARE)
for of_payees in (payees.payee, payees.register, payees.hold, payees.year):
    payouts.app.command()(of_payees)
payouts.app.command("write-off")(payees.write_off)
app.add_typer(payouts.app, name="payout", rich_help_panel=CARE)
app.add_typer(accounts.app, name="accounts", rich_help_panel=CARE)
app.add_typer(actions.app, name="actions", rich_help_panel=CARE)
app.add_typer(privacy.app, name="privacy", rich_help_panel=CARE)
app.add_typer(warehouse.app, name="warehouse", rich_help_panel=CARE)
app.add_typer(evidence.app, name="evidence", rich_help_panel=CARE)
app.add_typer(team.app, name="team", rich_help_panel=CARE)
for group in (app, *(each.typer_instance for each in app.registered_groups)):
    for registered in group.registered_commands if group else ():
        registered.cls = Recorded
