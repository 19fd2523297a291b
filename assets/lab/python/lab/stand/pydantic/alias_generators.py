"""Names in other styles."""


def to_pascal(snake):
    return "".join(part[:1].upper() + part[1:] for part in snake.split("_"))


def to_camel(snake):
    if "_" not in snake and snake[:1].islower():
        return snake
    pascal = to_pascal(snake)
    return pascal[:1].lower() + pascal[1:]


def to_snake(camel):
    out = []
    for i, c in enumerate(camel):
        if c.isupper() and i and (not camel[i - 1].isupper() or camel[i + 1 : i + 2].islower()) and camel[i - 1] not in "_-":
            out.append("_")
        out.append("_" if c == "-" else c.lower())
    return "".join(out)
