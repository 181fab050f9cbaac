"""What a person at the command line can do about what the application refuses."""

from tools.cli.errors import MISUSED, REFUSED

ENDINGS = {
    "AlreadyClosed": ".",
    "AlreadyProposed": ": `commissions actions list` has it.",
    "AlreadyWaiting": ": `commissions tank` lists who waits.",
    "AmbiguousOrder": ".",
    "AmbiguousPrivacyRequest": ": `commissions privacy list --all` has all of them.",
    "ClosesByItself": (
        ". If it stays open, look at the dead letters of Privacy (`commissions health`)."
    ),
    "EmptyAccessPart": ".",
    "NoCustomer": ".",
    "NobodyToGive": ".",
    "NotRemembered": ".",
    "NoOverrideToUndo": ". `commissions order ORDER` lists them.",
    "NotASeller": ".",
    "NotByOne": ", with --propose.",
    "NoReason": ": --why TEXT.",
    "NoSuchJournal": ".",
    "NoSuchLine": ".",
    "NotALedgerLine": "; `commissions order ID` lists them.",
    "NotAcceptable": ".",
    "NoAmount": ": --amount, like 12.50, is gross and in the order's currency.",
    "NoParent": ". `commissions order ORDER` shows what the store tells of it.",
    "NoOtherTelling": (
        ". `commissions parked` lists what was told with other figures; of what was dismissed, "
        "replay the webhook first."
    ),
    "NotAnEvent": ".",
    "NotAnOrder": ".",
    "NothingToSign": ".",
    "NotByTwo": ": --by NAME --approved-by NAME.",
    "NothingParked": ". `commissions parked` lists what is.",
    "NothingToWithdraw": ". `commissions order ORDER` shows what does.",
    "OrderNotTold": ". `commissions parked` says what waits for it.",
    "SameSeller": ".",
    "OrderNotInLedger": ". `commissions parked` says what it waits for.",
    "ProposalUnexplained": ": --why TEXT.",
    "ReasonMissing": ": --dismiss --reason TEXT.",
    "SeatsContended": ".",
    "SecondByWordOnly": ": leave --approved-by out.",
    "StoreWithoutApi": ".",
    "TooOftenToday": ".",
    "UnexplainedRejection": ": --why TEXT.",
    "UnknownDistributor": (". Add them to distributors.csv and run `commissions load company/`."),
    "UnknownKind": ": another release proposed it.",
    "UnknownInboxItem": ": see `order ID --json`.",
    "UnknownOrder": (
        ". `commissions parked` lists what waits; "
        "`commissions health` shows whether webhooks arrive."
    ),
    "UnknownPrivacyRequest": ": `commissions privacy list --all` has all of them.",
    "WhichPlan": ".",
    "WrongAccessParts": ".",
}
"""How the sentence of each of the application's errors goes on, and ends. By name, as the modules
that raise most of them cannot be imported before a stack is selected."""

MISUSES = {
    "EmptyAccessPart",
    "NoAmount",
    "NoReason",
    "NotALedgerLine",
    "NotAcceptable",
    "NotAnEvent",
    "NotAnOrder",
    "NothingToSign",
    "NotByTwo",
    "ProposalUnexplained",
    "ReasonMissing",
    "SecondByWordOnly",
    "UnexplainedRejection",
    "WhichPlan",
    "WrongAccessParts",
}
"""Those that mean that the command was given something which it cannot read."""


def sentence(error: BaseException) -> str:
    """What was refused and what to do; empty where the error is none of the application's."""
    if not type(error).__module__.startswith("commissions.application."):
        return ""
    ending = ENDINGS.get(type(error).__name__)
    return f"{error}{ending}" if ending else ""


def exit_code(error: BaseException) -> int:
    return MISUSED if type(error).__name__ in MISUSES else REFUSED
