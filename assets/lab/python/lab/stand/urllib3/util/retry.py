"""`urllib3.util.retry`: taken, and not acted on; the lab's hosts answer or do not."""


class Retry:
    def __init__(self, total=10, **kwargs):
        self.total = total
        self.__dict__.update(kwargs)
