"""JSON object type; a module of its own, because `tables` imports SQLAlchemy (300 ms)."""

__all__ = ["JsonObject"]

JsonObject = dict[str, object]
