"""The app to which `differential_fastapi.py` sends its requests: once on the lab's FastAPI, once on the real one."""

import enum
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Generic, Literal, Optional, TypeVar, Union

from fastapi import (
    APIRouter, Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Path, Query, Request, Response, Security, UploadFile,
)  # fmt: skip
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from fastapi.security import (
    APIKeyCookie, APIKeyHeader, APIKeyQuery, HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer, OAuth2PasswordBearer,
    OAuth2PasswordRequestForm, SecurityScopes,
)  # fmt: skip
from pydantic import (
    AfterValidator, BaseModel, ConfigDict, EmailStr, Field, HttpUrl, SecretStr, computed_field, conint, constr, field_validator, model_validator,
)  # fmt: skip
from starlette.middleware.sessions import SessionMiddleware


class Role(str, enum.Enum):
    admin = "admin"
    user = "user"


class Item(BaseModel):
    name: str = Field(min_length=2, max_length=8, pattern=r"^[a-z]+$")
    price: float = Field(gt=0)
    tags: list[str] = []


class Everything(BaseModel):
    i: int = 0
    f: float = 0.0
    b: bool = False
    s: str = ""
    o: Optional[int] = None
    u: Union[int, str] = 0
    l: list[int] = []
    st: set[int] = set()
    t: tuple[int, str] = (0, "")
    d: dict[str, int] = {}
    role: Role = Role.user
    kind: Literal["a", "b", 3] = "a"
    when: datetime | None = None
    day: date | None = None
    span: timedelta | None = None
    money: Decimal | None = None
    ident: uuid.UUID | None = None
    item: Item | None = None
    items: list[Item] = Field(default=[], max_length=2)
    mail: EmailStr | None = None
    url: HttpUrl | None = None
    secret: SecretStr | None = None
    short: constr(min_length=2, strip_whitespace=True) | None = None
    small: conint(ge=1, le=5) | None = None
    even: Annotated[int, AfterValidator(lambda v: v if v % 2 == 0 else _odd())] = 0


def _odd():
    raise ValueError("not even")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    n: int
    s: str = "x"


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)
    n: int = Field(alias="N")


class Account(BaseModel):
    name: str
    password: str
    again: str

    @field_validator("name")
    @classmethod
    def plain(cls, v):
        if not v.isalnum():
            raise ValueError("letters and digits only")
        return v.lower()

    @model_validator(mode="after")
    def same(self):
        if self.password != self.again:
            raise ValueError("passwords differ")
        return self


class AccountOut(BaseModel):
    name: str

    @computed_field
    @property
    def shout(self) -> str:
        return self.name.upper()


class Inner(AccountOut):
    password: str = "hidden"


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    bark: str


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int


app = FastAPI()
router = APIRouter(prefix="/api", tags=["x"])


@app.get("/")
def root():
    return {"hello": "wörld", "n": None, "f": 1.0}


@app.get("/int/{n}")
def get_int(n: int):
    return n


@app.get("/typed/{kind}/{value}")
def typed(kind: Literal["a", "b"], value: Annotated[int, Path(ge=1, le=9)], role: Role = Role.user):
    return {"kind": kind, "value": value, "role": role}


@app.get("/file/{path:path}")
def file_path(path: str):
    return path


@app.get("/conv/{n:int}")
def conv(n):
    return [n, type(n).__name__]


@app.get("/query")
def query(
    a: str, b: int = 5, c: str | None = None, d: bool = False, e: list[int] = Query(default=[1]), f: Annotated[str, Query(min_length=2, alias="F")] = "xx",
    g: float | None = None, when: datetime | None = None, u: int | str = 0, ids: Annotated[list[str] | None, Query()] = None,
):  # fmt: skip
    return [a, b, c, d, e, f, g, when, u, ids]


class Filters(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(10, le=100)
    order: Literal["up", "down"] = "up"
    tags: list[str] = []


@app.get("/filters")
def filters(f: Annotated[Filters, Query()]):
    return f


@app.get("/headers")
def headers(x_token: Annotated[str | None, Header()] = None, user_agent: str = Header("none"), x_many: Annotated[list[str] | None, Header()] = None, raw_name: str = Header("", convert_underscores=False)):
    return [x_token, user_agent, x_many, raw_name]


@app.get("/cookies")
def cookies(a: Annotated[str | None, Cookie()] = None, n: int = Cookie(0)):
    return [a, n]


@app.post("/everything")
def everything(e: Everything):
    return e


@app.post("/item")
async def item(item: Item):
    return item


@app.post("/two")
def two(item: Item, other: Item, n: Annotated[int, Body()] = 1):
    return [item, other, n]


@app.post("/embed")
def embed(item: Annotated[Item, Body(embed=True)]):
    return item


@app.post("/optional")
def optional(item: Item | None = None):
    return item


@app.post("/dict")
def plain_dict(data: dict):
    return data


@app.post("/list")
def plain_list(data: list[Item]):
    return data


@app.post("/any")
def anything(data: Annotated[object, Body()]):
    return data


@app.post("/strict")
def strict(data: Strict):
    return data


@app.post("/open")
def open_model(data: Open):
    return data


@app.post("/account", response_model=AccountOut, status_code=201)
def account(data: Account):
    return data


@app.get("/inner", response_model=AccountOut)
def inner():
    return Inner(name="n")


@app.get("/inner-dict", response_model=AccountOut)
def inner_dict():
    return {"name": "n", "password": "p"}


@app.get("/returns")
def returned() -> AccountOut:
    return Inner(name="n")


@app.get("/returns-list")
def returned_list() -> list[AccountOut]:
    return [Inner(name="n"), Inner(name="m")]


@app.get("/exclude", response_model=Everything, response_model_exclude_unset=True)
def exclude():
    return {"i": 1, "secret": "s"}


@app.get("/include", response_model=Everything, response_model_include={"i", "f"})
def include():
    return Everything(i=3)


@app.get("/bad-response", response_model=Item)
def bad_response():
    return {"name": 1}


@app.post("/pet")
def pet(pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")]):
    return pet


@app.post("/pets")
def pets(pets: list[Union[Cat, Dog]]):
    return pets


@app.get("/page")
def page() -> Page[Item]:
    return {"items": [{"name": "ab", "price": 1}], "total": "2"}


@app.post("/form")
def form(a: Annotated[str, Form()], b: Annotated[int, Form()] = 3, c: list[str] = Form(default=[])):
    return [a, b, c]


class FormModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    user: str
    age: int = 1


@app.post("/form-model")
def form_model(data: Annotated[FormModel, Form()]):
    return data


@app.post("/upload")
async def upload(f: UploadFile, note: str = Form("")):
    return [f.filename, f.content_type, (await f.read()).decode("latin-1"), f.size, note]


@app.post("/uploads")
async def uploads(fs: list[UploadFile] = File(...)):
    return [f.filename for f in fs]


@app.post("/bytes")
def as_bytes(f: Annotated[bytes, File()], g: bytes | None = File(None)):
    return [len(f), g is None]


calls = []


def base(q: str = "none"):
    calls.append("base")
    return q


def left(b: Annotated[str, Depends(base)]):
    return "left " + b


class Right:
    def __init__(self, b: str = Depends(base), n: int = 1):
        self.b, self.n = b, n


def resource():
    calls.append("open")
    try:
        yield "resource"
    except ValueError:
        calls.append("seen")
        raise
    finally:
        calls.append("close")


@app.get("/depends")
async def depends(left: Annotated[str, Depends(left)], right: Annotated[Right, Depends()], res=Depends(resource)):
    done, calls[:] = list(calls), []
    return [left, right.b, right.n, res, done]


@app.get("/depends-fail")
def depends_fail(res=Depends(resource)):
    raise ValueError("x")


@app.get("/calls")
def called():
    done, calls[:] = list(calls), []
    return done


def guard(x_key: Annotated[str | None, Header()] = None):
    if x_key != "k":
        raise HTTPException(403, {"why": "no key"}, headers={"X-Why": "key"})


@router.get("/guarded", dependencies=[Depends(guard)])
def guarded():
    return "in"


@router.post("/item/{n}")
def api_item(n: int, item: Item):
    return [n, item]


app.include_router(router)
app.include_router(router, prefix="/v2", dependencies=[Depends(guard)])
bearer, basic, oauth = HTTPBearer(), HTTPBasic(), OAuth2PasswordBearer(tokenUrl="/token", scopes={"a": "A"})


@app.get("/bearer")
def with_bearer(c: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]):
    return [c.scheme, c.credentials]


@app.get("/bearer-soft")
def soft(c: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]):
    return c


@app.get("/basic")
def with_basic(c: Annotated[HTTPBasicCredentials, Depends(basic)]):
    return c


def scoped(scopes: SecurityScopes, token: Annotated[str, Depends(oauth)]):
    return [scopes.scopes, scopes.scope_str, token]


@app.get("/oauth")
def with_oauth(found: Annotated[list, Security(scoped, scopes=["a", "b"])]):
    return found


@app.post("/token")
def token(f: Annotated[OAuth2PasswordRequestForm, Depends()]):
    return [f.username, f.password, f.scopes, f.grant_type]


@app.get("/keys")
def keys(h: Annotated[str | None, Depends(APIKeyHeader(name="X-Api", auto_error=False))], q: str = Depends(APIKeyQuery(name="key")), c=Depends(APIKeyCookie(name="ck", auto_error=False))):
    return [h, q, c]


@app.get("/raise/{code}")
def raise_code(code: int):
    raise HTTPException(code, "text" if code != 418 else None)


@app.get("/response/{kind}")
def response(kind: str, request: Request, response: Response):
    response.headers["X-Set"] = "1"
    response.set_cookie("c", 'a b;"', httponly=True, max_age=5, samesite="strict")
    if kind == "status":
        response.status_code = 202
        return {"x": 1}
    if kind == "nothing":
        return None
    made = {
        "html": lambda: HTMLResponse("<b>"), "text": lambda: PlainTextResponse("t", 201, {"A": "b"}), "json": lambda: JSONResponse({"ä": 1.5}),
        "redirect": lambda: RedirectResponse("/a b?x=ä&y=//evil", 303), "stream": lambda: StreamingResponse(iter(["a", b"b"]), media_type="text/csv"),
        "empty": lambda: Response(status_code=204), "url": lambda: str(request.url), "base": lambda: str(request.base_url),
        "urlfor": lambda: str(request.url_for("get_int", n=3)), "client": lambda: request.client.host, "enc": lambda: jsonable_encoder({1: {2}, "d": date(2020, 1, 2), "b": b"x"}),
        "headers": lambda: [list(i) for i in request.headers.items()], "query": lambda: [list(i) for i in request.query_params.multi_items()], "nan": lambda: float("nan"),
    }  # fmt: skip
    return made[kind]()


@app.delete("/gone", status_code=204)
def gone():
    return None


@app.get("/session")
def session(request: Request, put: str | None = None, clear: bool = False):
    if clear:
        request.session.clear()
    if put is not None:
        request.session["v"] = put
    return dict(request.session)


@app.get("/boom")
def boom():
    raise KeyError("x")


class Custom(Exception):
    pass


@app.exception_handler(Custom)
async def on_custom(request, error):
    return JSONResponse({"custom": str(error)}, 419)


@app.get("/custom")
def custom():
    raise Custom("c")


@app.api_route("/multi", methods=["GET", "POST"])
def multi(request: Request):
    return request.method


@app.middleware("http")
async def stamp(request: Request, call_next):
    if request.headers.get("x-block"):
        return PlainTextResponse("blocked", 403)
    response = await call_next(request)
    response.headers["X-Stamp"] = "1"
    return response


sub = FastAPI(openapi_url=None)


@sub.get("/hello/{n}")
def sub_hello(n: int, request: Request):
    return [n, request.scope["root_path"], request.url.path]


@sub.exception_handler(RequestValidationError)
def sub_wrong(request, error):
    return JSONResponse([e["type"] for e in error.errors()], 400)


app.mount("/sub", sub)
app.add_middleware(SessionMiddleware, secret_key="key", https_only=True)
app.add_middleware(CORSMiddleware, allow_origins=["https://ok.test"], allow_origin_regex=r"https://.*\.ok\.test", allow_credentials=True, allow_methods=["GET", "PUT"], allow_headers=["X-A"], expose_headers=["X-E"])
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "*.good.test"])
