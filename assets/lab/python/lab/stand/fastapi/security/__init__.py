"""Where credentials are read from."""

_TABLE = {
    name: part
    for part, names in {
        "fastapi.security.http": "HTTPBasic HTTPBasicCredentials HTTPBearer HTTPAuthorizationCredentials HTTPDigest",
        "fastapi.security.api_key": "APIKeyHeader APIKeyQuery APIKeyCookie",
        "fastapi.security.oauth2": "OAuth2 OAuth2PasswordBearer OAuth2AuthorizationCodeBearer OAuth2PasswordRequestForm OAuth2PasswordRequestFormStrict OpenIdConnect",
        "fastapi.dependencies": "SecurityScopes",
    }.items()
    for name in names.split()
}
__getattr__ = _lab.lazy("fastapi.security", _TABLE)
