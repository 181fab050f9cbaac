"""What the tables say of whose sale an order was, and by what it is paid, as a step asks for it."""

from commissions.tables import genealogy, members, plans, rates, stores

store = stores.get
resolve = members.resolve
line = genealogy.line
place = genealogy.place
register = members.register
link_customer = members.link_customer
plan_in_force = plans.in_force
rate = rates.at
