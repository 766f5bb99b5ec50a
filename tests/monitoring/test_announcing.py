"""A broker that is away holds nobody up: what was not announced is found by the clock."""

from kombu.exceptions import OperationalError

from monitoring import tasks


class Away:
    """A task whose broker does not answer."""

    name = "monitoring.tasks.draw_chart"

    def delay(self, *arguments: object) -> None:
        raise OperationalError("Connection refused")


def test_a_task_that_cannot_be_announced_is_left_to_the_sweep(caplog) -> None:
    tasks.announce(Away(), "abc")

    assert "could not be announced" in caplog.text
