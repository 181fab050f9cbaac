"""What the platform is called in keys, routes and stores, and the ways its webhooks come."""

NAME = "magento"
ADOBE, MAGEOS, TEMPLATE = "adobe", "mageos", "template"
"""The values of `store.channel`."""
