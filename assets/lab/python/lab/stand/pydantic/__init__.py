"""`pydantic` 2: models, fields, validators, the common types."""

__version__ = VERSION = "2.14.3"

_PARTS = {
    "pydantic.main": "BaseModel create_model",
    "pydantic.root_model": "RootModel",
    "pydantic.fields": "Field PrivateAttr computed_field AliasChoices AliasPath AliasGenerator",
    "pydantic.config": "ConfigDict with_config Extra",
    "pydantic.type_adapter": "TypeAdapter",
    "pydantic._errors": "ValidationError PydanticUserError PydanticSchemaGenerationError PydanticUndefinedAnnotation",
    "pydantic.functional_validators": """field_validator model_validator validator root_validator BeforeValidator AfterValidator PlainValidator WrapValidator
        ValidationInfo InstanceOf SkipValidation ModelWrapValidatorHandler ValidatorFunctionWrapHandler""",
    "pydantic.functional_serializers": """field_serializer model_serializer PlainSerializer WrapSerializer SerializeAsAny SerializationInfo
        FieldSerializationInfo SerializerFunctionWrapHandler""",
    "pydantic.types": """Strict StringConstraints AllowInfNan UuidVersion Discriminator Tag SecretStr SecretBytes Secret Json StrictStr StrictInt StrictFloat
        StrictBool StrictBytes PositiveInt NegativeInt NonNegativeInt NonPositiveInt PositiveFloat NegativeFloat NonNegativeFloat NonPositiveFloat FiniteFloat
        UUID1 UUID3 UUID4 UUID5 FilePath DirectoryPath PastDate FutureDate PastDatetime FutureDatetime AwareDatetime NaiveDatetime conint confloat condecimal
        constr conbytes conlist conset condate""",
    "pydantic.networks": """AnyUrl AnyHttpUrl HttpUrl AnyWebsocketUrl WebsocketUrl FileUrl FtpUrl PostgresDsn RedisDsn MySQLDsn AmqpDsn MongoDsn EmailStr
        IPvAnyAddress IPvAnyNetwork UrlConstraints validate_email""",
}
_TABLE = {name: part for part, names in _PARTS.items() for name in names.split()}
__all__ = sorted(_TABLE)
__getattr__ = _lab.lazy("pydantic", _TABLE)
