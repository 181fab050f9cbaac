"""What can be found of what was looked up for an order, and of what its facts came with: each kind
with its name, and what a person does about it."""

REGISTER_CHANGED_LATER = "register_changed_later"
"""No finding by itself: these are listed apart."""
DOUBLED = "lock_doubled"
OF_NO_STORE = "order_of_no_store"

_FORGED = (
    "Hold the payouts of whom it pays. Nobody may write a lock but the pipeline: see who did "
    "(CloudTrail: writes of the facts table, PutEvents of sale.attributed), and whether the "
    "register was changed past `commissions load`. "
)
_GIVE = (
    _FORGED
    + "Whose the sale is, a person says then: commissions attribute ORDER --to MEMBER --why TEXT."
)
_AMOUNTS = (
    _FORGED + "With the forged fact taken out of its table (docs/security.md says how), "
    "commissions replay --order ORDER posts the difference."
)
_EVENTS = (
    "Hold the payouts of whom it pays. See who put it on the bus or into the table (CloudTrail), "
    "and whether the order is in the store at all: `commissions order ORDER` shows what came of it."
)
LOCK_KINDS: dict[str, tuple[str, str]] = {
    "lock_seller": ("lock names a seller whom no register names", _GIVE),
    "lock_buyer": ("lock names a buyer whom no register names", _GIVE),
    "lock_line": ("lock has a line that the tree never had", _GIVE),
    "lock_value": ("lock has a value that the SKU map never had", _AMOUNTS),
    "lock_rate": ("lock has an exchange rate of nobody's", _AMOUNTS),
    "lock_plan": ("lock pays by a plan that was not in force", _AMOUNTS),
    "lock_policies": ("lock has policies that the store never had", _AMOUNTS),
    "lock_terms": ("lock does not fit its order", _AMOUNTS),
    DOUBLED: ("two locks of one snapshot", _FORGED.strip()),
    "fact_without_inbox": ("fact that nothing brought", _EVENTS),
    "fact_not_in_inbox": ("fact that is not in what it names", _EVENTS),
    OF_NO_STORE: ("order of a store that is not there", _EVENTS),
    REGISTER_CHANGED_LATER: (
        "register was changed later",
        "Nothing, where the register was loaded late or put right: the order keeps what was known. "
        "Where it should not have been changed, see who did with `commissions log`.",
    ),
}
