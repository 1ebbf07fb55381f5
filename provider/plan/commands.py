"""Commands of the engine in hints of rooms that do not know where the run takes place. Pure."""


def of_engine(verb: str) -> str:
    """A command of the engine, in words that work with a project and in a folder that has no program.

    Args:
        verb: The engine's verb, with its arguments.

    Returns:
        Both commands, for a hint. Rooms that may read the environment name the one that fits:
        `provider.configuration.advice`.
    """
    return f"`pulumi {verb}` (without a project: `packagestate pulumi {verb} --stack STACK`)"
