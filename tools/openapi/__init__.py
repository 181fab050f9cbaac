"""The API's description (OpenAPI 3.1), made of its routes and bodies."""
