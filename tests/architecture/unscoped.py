"""Finds, in the source of a page or a machine door, every read that goes past the scope.

A read is allowed when it starts with `Model.objects.visible_to(…)`, when it is made inside the
first argument of `visible_or_404(…)`, or when the model is one everyone may read.
"""

import ast
from collections.abc import Collection, Iterator

MANAGERS = {"objects", "history", "_default_manager", "_base_manager"}
RAW = {"raw", "extra", "cursor"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def unscoped_reads(source: str, open_models: Collection[str]) -> list[tuple[int, str]]:
    """(line, what) of each read past the scope; `open_models` are class names."""
    tree = ast.parse(source)
    allowed = set(_allowed_managers(tree, set(open_models)))
    found = [
        (node.lineno, ast.unparse(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and _is_model(node.value)
        and id(node) not in allowed
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node)
            past = name in SHORTCUTS and not _is_open(node.args[0], set(open_models))
            if past or name in RAW:
                found.append((node.lineno, f"{name}(…)"))
    return sorted(found)


def _allowed_managers(tree: ast.AST, open_models: set[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr == "visible_to" and isinstance(node.value, ast.Attribute):
                yield id(node.value)
            if node.attr in MANAGERS and _is_open(node, open_models):
                yield id(node)
        elif isinstance(node, ast.Call) and _called(node) == "visible_or_404":
            yield from (id(inner) for argument in node.args[:1] for inner in ast.walk(argument))


def _is_model(node: ast.expr) -> bool:
    """A class begins with a capital. `referral.history`, of a row one already has, is no read."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name[:1].isupper() or name in {"model", "cls"}


def _is_open(node: ast.expr, open_models: set[str]) -> bool:
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    names |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    return bool(names & open_models) or "visible_to" in names


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
