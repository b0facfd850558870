"""A run that is told to end, by Ctrl+C or because its time on a machine is over, ends after a step and with a checkpoint."""

import signal


class Ending:
    """While it is entered SIGINT and SIGTERM are noted in `signal` (0: none came). Only a second Ctrl+C breaks off at once.

    SIGTERM may come several times: `timeout` tells the process and then its group.
    """

    def __init__(self):
        self.signal, self.before = 0, {}

    def __enter__(self):
        self.before = {number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_):
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def _note(self, number, _):
        if self.signal and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.signal = number


def leave_it_to_the_first():
    """For processes that work for a run: those signals reach the whole group, and the run still needs them for its step."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
