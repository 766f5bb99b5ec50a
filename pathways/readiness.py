"""Whether a draft may go on to review and publication: how many findings stand in the way."""

from pathways.definition import Definition, DefinitionError
from pathways.examples import run_examples
from pathways.models import Version


def blocking_sentences(version: Version) -> tuple[str, ...]:
    """What has to be mended first, a sentence each; empty when nothing has."""
    try:
        definition = Definition.from_data(version.definition)
    except DefinitionError as error:
        return tuple(str(problem) for problem in error.problems)
    return tuple(
        difference for result in run_examples(definition) for difference in result.differences
    )
