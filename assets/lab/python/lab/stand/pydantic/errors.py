"""What models raise where they are written wrongly."""

from pydantic._errors import PydanticSchemaGenerationError, PydanticUndefinedAnnotation, PydanticUserError

__all__ = ["PydanticSchemaGenerationError", "PydanticUndefinedAnnotation", "PydanticUserError"]
__getattr__ = _lab.missing("pydantic.errors")
