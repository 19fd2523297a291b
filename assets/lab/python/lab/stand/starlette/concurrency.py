"""Where blocking calls would go to other threads: in the lab they are simply made."""


async def run_in_threadpool(func, *args, **kwargs):
    return func(*args, **kwargs)


async def iterate_in_threadpool(iterator):
    for item in iterator:
        yield item


async def run_until_first_complete(*args):
    _lab.lacks("starlette.concurrency.run_until_first_complete")
