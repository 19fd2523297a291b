"""`jinja2.loaders`."""

import os

from jinja2.exceptions import TemplateNotFound


def split_template_path(template):
    pieces = []
    for piece in template.split("/"):
        if piece == ".." or "\\" in piece and os.path.sep == "\\":
            raise TemplateNotFound(template)
        if piece and piece != ".":
            pieces.append(piece)
    return pieces


class BaseLoader:
    has_source_access = True

    def get_source(self, environment, template):
        raise TemplateNotFound(template)

    def list_templates(self):
        raise TypeError("this loader cannot iterate over all templates")

    def load(self, environment, name, globals=None):
        return environment.get_template(name, globals=globals)


class FileSystemLoader(BaseLoader):
    def __init__(self, searchpath, encoding="utf-8", followlinks=False):
        if isinstance(searchpath, (str, os.PathLike)):
            searchpath = [searchpath]
        self.searchpath = [os.fspath(p) for p in searchpath]
        self.encoding, self.followlinks = encoding, followlinks

    def get_source(self, environment, template):
        pieces = split_template_path(template)
        for base in self.searchpath:
            filename = "/".join([base.rstrip("/"), *pieces])
            if os.path.isfile(filename):
                with open(filename, encoding=self.encoding) as f:
                    return f.read(), os.path.normpath(filename), lambda: True
        raise TemplateNotFound(template)

    def list_templates(self):
        found = set()
        for base in self.searchpath:
            for folder, _, names in os.walk(base):
                for name in names:
                    found.add(os.path.relpath(os.path.join(folder, name), base))
        return sorted(found)


class DictLoader(BaseLoader):
    def __init__(self, mapping):
        self.mapping = mapping

    def get_source(self, environment, template):
        if template not in self.mapping:
            raise TemplateNotFound(template)
        return self.mapping[template], None, lambda: True

    def list_templates(self):
        return sorted(self.mapping)


class FunctionLoader(BaseLoader):
    def __init__(self, load_func):
        self.load_func = load_func

    def get_source(self, environment, template):
        found = self.load_func(template)
        if found is None:
            raise TemplateNotFound(template)
        return (found, None, None) if isinstance(found, str) else found


class ChoiceLoader(BaseLoader):
    def __init__(self, loaders):
        self.loaders = loaders

    def get_source(self, environment, template):
        for loader in self.loaders:
            try:
                return loader.get_source(environment, template)
            except TemplateNotFound:
                pass
        raise TemplateNotFound(template)


class PrefixLoader(BaseLoader):
    def __init__(self, mapping, delimiter="/"):
        self.mapping, self.delimiter = mapping, delimiter

    def get_source(self, environment, template):
        prefix, _, name = template.partition(self.delimiter)
        if prefix not in self.mapping:
            raise TemplateNotFound(template)
        return self.mapping[prefix].get_source(environment, name)


class PackageLoader(FileSystemLoader):
    def __init__(self, package_name, package_path="templates", encoding="utf-8"):
        module = _lab.load(package_name)
        root = os.path.dirname(os.path.abspath(module.__file__))
        super().__init__(os.path.join(root, package_path), encoding)
