"""The use cases: what is done about orders, stores and people, and what people ask about them."""
