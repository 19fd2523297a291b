"""`jinja2.exceptions`."""


class TemplateError(Exception):
    def __init__(self, message=None):
        super().__init__(message)

    @property
    def message(self):
        return self.args[0] if self.args else None


class TemplateNotFound(IOError, LookupError, TemplateError):
    message = None

    def __init__(self, name, message=None):
        IOError.__init__(self, name)
        self.message = name if message is None else message
        self.name = name
        self.templates = [name]

    def __str__(self):
        return str(self.message)


class TemplatesNotFound(TemplateNotFound):
    def __init__(self, names=(), message=None):
        if message is None:
            message = "none of the templates given were found: " + ", ".join(map(str, names))
        super().__init__(names[-1] if names else None, message)
        self.templates = list(names)


class TemplateSyntaxError(TemplateError):
    def __init__(self, message, lineno=0, name=None, filename=None):
        super().__init__(message)
        self.lineno, self.name, self.filename = lineno, name, filename

    def __str__(self):
        return f"{self.message}\n  line {self.lineno}"


class TemplateAssertionError(TemplateSyntaxError):
    pass


class TemplateRuntimeError(TemplateError):
    pass


class UndefinedError(TemplateRuntimeError):
    pass


class SecurityError(TemplateRuntimeError):
    pass


class FilterArgumentError(TemplateRuntimeError):
    pass
