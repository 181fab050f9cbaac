"""What the tables say of the worth of an order's lines, as a step asks for it."""

from commissions.tables import skus, stores

store = stores.get
values_in_force = skus.values_in_force
