"""The description of an app as OpenAPI: paths, parameters, bodies and schemas."""

from fastapi import params
from fastapi.routing import APIRoute, generate_unique_id


def all_routes(routes):
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            inner = getattr(route, "routes", None)
            if inner and hasattr(route, "router"):
                yield from all_routes(inner)


def get_openapi(*, title, version, routes, openapi_version="3.1.0", summary=None, description=None, tags=None, servers=None, **more):
    paths, defs, schemes = {}, {}, {}
    for route in all_routes(routes):
        if route.include_in_schema:
            for method in route.methods:
                paths.setdefault(route.path_format, {})[method.lower()] = operation(route, defs, schemes)
    info = {"title": title, "version": version}
    if description:
        info["description"] = description
    out = {"openapi": openapi_version, "info": info, "paths": paths}
    components = {}
    if defs:
        components["schemas"] = dict(sorted(defs.items()))
    if schemes:
        components["securitySchemes"] = schemes
    if components:
        out["components"] = components
    return renamed(out)


def renamed(value):
    if isinstance(value, dict):
        return {k: v.replace("#/$defs/", "#/components/schemas/") if k == "$ref" else renamed(v) for k, v in value.items()}
    return [renamed(v) for v in value] if isinstance(value, list) else value


def parameters_of(dependant):
    for sub in dependant.dependencies:
        yield from parameters_of(sub)
    yield from dependant.path_params + dependant.query_params + dependant.header_params + dependant.cookie_params


def schemes_of(dependant, found):
    for sub in dependant.dependencies:
        name = getattr(sub.call, "scheme_name", None)
        if name:
            found.setdefault(name, {"type": "http" if name.startswith("HTTP") else "apiKey" if name.startswith("APIKey") else "oauth2"})
            yield {name: list(sub.scopes)}
        yield from schemes_of(sub, found)


def operation(route, defs, schemes):
    out = {"summary": route.summary or route.name.replace("_", " ").title(), "operationId": route.operation_id or generate_unique_id(route)}
    if route.tags:
        out["tags"] = route.tags
    text = route.description or _lab.load("inspect").cleandoc(route.endpoint.__doc__ or "")
    if text:
        out["description"] = text
    security = list(schemes_of(route.dependant, schemes))
    if security:
        out["security"] = security
    listed = []
    for field in parameters_of(route.dependant):
        if getattr(field.field_info, "include_in_schema", True):
            schema = dict(field.node.schema(defs, "validation"), title=field.alias.replace("_", " ").replace("-", " ").title())
            listed.append({"name": field.alias, "in": field.field_info.in_, "required": field.field_info.is_required(), "schema": schema})
    if listed:
        out["parameters"] = listed
    if route.bodies:
        out["requestBody"] = body_of(route, defs)
    schema = route.response_field.node.schema(defs, "serialization") if route.response_field is not None else {}
    responses = {str(route.status_code or 200): {"description": "Successful Response", "content": {"application/json": {"schema": schema}}}}
    if listed or route.bodies:
        responses["422"] = {"description": "Validation Error"}
    out["responses"] = responses
    return out


def body_of(route, defs):
    first = route.bodies[0].field_info
    kind = "application/json"
    if isinstance(first, params.Form):
        uploads = any(isinstance(f.field_info, params.File) for f in route.bodies)
        kind = "multipart/form-data" if uploads else "application/x-www-form-urlencoded"
    if len(route.bodies) == 1 and not route.embed:
        schema = route.bodies[0].node.schema(defs, "validation")
    else:
        schema = {"type": "object", "properties": {f.alias: f.node.schema(defs, "validation") for f in route.bodies}}
    return {"content": {kind: {"schema": schema}}, "required": any(f.field_info.is_required() for f in route.bodies)}
