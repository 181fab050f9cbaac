"""What the platform is called in keys, routes and stores."""

NAME = "orders"
