"""`flask.typing`: names for annotations, which nothing looks into."""

import typing as t

_names = (
    "ResponseValue HeaderValue HeadersValue ResponseReturnValue ResponseClass AfterRequestCallable AppOrBlueprintKey "
    "BeforeFirstRequestCallable BeforeRequestCallable ErrorHandlerCallable RouteCallable ShellContextProcessorCallable "
    "StatusCode TeardownCallable TemplateContextProcessorCallable TemplateFilterCallable TemplateGlobalCallable "
    "TemplateTestCallable URLDefaultCallable URLValuePreprocessorCallable"
).split()
globals().update(dict.fromkeys(_names, t.Any))

__getattr__ = _lab.missing("flask.typing")
