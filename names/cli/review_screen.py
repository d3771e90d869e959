"""A review on a terminal: a question in lines, a key as an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import click

from names.cli.terminal import cells_wide, isolate, terminal_width, wrapped, write
from names.decision import render_score
from names.errors import NamesError
from names.explanation import shortened
from names.tables.reviewing import ListedChoice, Question, Reviewing, Unsettled

LONGEST = 80  # letters of a name that are shown
SHOWN = 12  # spellings of a name
QUIT = "q"
BACK = "b"
KEYS = {"n": "new", "u": "not in the list", "s": "skip", BACK: "back", QUIT: "quit and keep"}
PART = "e"
CYRILLIC = dict(zip("тгыийу", "nusbqe", strict=True))  # the same keys where the layout is Russian or Kazakh


def hold(reviewing: Reviewing, read_key: Callable[[], str] = click.getchar) -> None:
    """Ask until all is answered, or nobody wants to go on.

    Args:
        reviewing: What is asked, and where answers go.
        read_key: Gives the next key; "" where there are no more.
    """
    if not reviewing.questions:
        return
    while True:
        question = reviewing.question
        if question is None:
            write("\n".join(["all are asked", *filled(key_words(None), terminal_width(sys.stdout))]))
        else:
            write("\n".join(question_lines(question, reviewing.place, len(reviewing.questions))))
        told = None
        while told is None:
            key = read_key()
            key = CYRILLIC.get(key.lower(), key.lower())
            if key in (QUIT, ""):
                return
            told = answer(reviewing, question, key)
        write(f"→ {told}\n")


def answer(reviewing: Reviewing, question: Question | None, key: str) -> str | None:
    """Do what a key says, and return what was done; None for a key that says nothing.

    Args:
        reviewing: Where the answer goes.
        question: The one that is asked; None where all are.
        key: As it was pressed, in small letters.
    """
    if key == BACK:
        return "back: the answer before is taken back" if reviewing.go_back() else "this is the first"
    if question is None:
        return None
    name, choices = shown(question.name), question.choices
    number = int(key) if key in tuple("123456789") else 0
    if 0 < number <= len(choices):
        reviewing.choose(choices[number - 1])
        return f"{name} is {shown(choices[number - 1].candidate.entity.name)}"
    if key == "n":
        reviewing.mark_new()
        return f"{name} is new"
    if key == "u":
        reviewing.mark_nobody()
        return f"{name} is nobody listed"
    if key == "s":
        reviewing.skip()
        return f"{name} is left open"
    return "each spelling by itself" if key == PART and reviewing.part() else None


def question_lines(question: Question, place: int, total: int) -> Iterator[str]:
    """Yield a question as lines for a terminal.

    Args:
        question: What is asked.
        place: Its place among all, from 0.
        total: How many there are.
    """
    times = "once" if question.count == 1 else f"{question.count:,} times"
    alone = len(question.spellings) == 1
    name = spelling_shown(question.spellings[0]) if alone else shown(question.name)
    yield from wrapped(f"{place + 1:,}/{total:,}  ", f"{name}  ({times})", sys.stdout)
    spellings = [spelling_shown(each) for each in question.spellings]
    if not alone:
        more = [f"and {len(spellings) - SHOWN:,} more"] if len(spellings) > SHOWN else []
        told = "; ".join([*spellings[:SHOWN], *more])
        yield from wrapped("  all    ", told, sys.stdout)
    yield from wrapped("  row    ", isolate(question.spellings[0].example), sys.stdout)
    for note in dict.fromkeys(each.told.note for each in question.spellings if each.told.note):
        yield from wrapped("  note   ", isolate(note), sys.stdout)
    for number, choice in enumerate(question.choices, 1):
        yield from choice_lines(number, choice)
    if not question.choices:
        yield "  nobody listed comes near"
    yield from filled(key_words(question), terminal_width(sys.stdout))


def choice_lines(number: int, choice: ListedChoice) -> Iterator[str]:
    """Yield somebody who may be meant, and why.

    Args:
        number: The key for it.
        choice: Who.
    """
    entity = choice.candidate.entity
    said = [entity.id, *(str(value) for value in (entity.country, entity.born) if value is not None)]
    score = render_score(choice.candidate.score, 2)
    head = f"{shown(entity.name)}  {score}  ({', '.join(map(isolate, said))})"
    yield from wrapped(f"  {number}  ", head, sys.stdout)
    yield from wrapped("     ", isolate(choice.why), sys.stdout)


def key_words(question: Question | None) -> list[str]:
    """Return what the keys say.

    Args:
        question: The one that is asked; None where all are.
    """
    if question is None:
        return [f"[{key}] {KEYS[key]}" for key in (BACK, QUIT)]
    several = {PART: "each by itself"} if len(question.spellings) > 1 else {}
    most = len(question.choices)
    numbers = [f"[{'1' if most == 1 else f'1-{most}'}] that one"] if most else []
    return [*numbers, *(f"[{key}] {words}" for key, words in (several | KEYS).items())]


def filled(words: Sequence[str], width: int) -> Iterator[str]:
    """Yield words in lines of a width, none of them broken.

    Args:
        words: Each of one or several words that stay together.
        width: Columns of a line.
    """
    line = ""
    for each in words:
        if line and cells_wide(f"{line}  {each}") > width:
            yield line
            line = ""
        line = f"{line}  {each}" if line else each
    yield line


def spelling_shown(each: Unsettled) -> str:
    """Return a spelling with what its rows say besides.

    Args:
        each: One of a question's.
    """
    beside = each.told.beside
    said = [beside.country, beside.born, beside.type] if beside else []
    told = ", ".join(isolate(str(value)) for value in said if value is not None)
    return shown(each.told.spelling) + (f" ({told})" if told else "")


def shown(name: str) -> str:
    """Return a name as a terminal may have it, no longer than anybody reads.

    Args:
        name: Anything.
    """
    return isolate(shortened(name, LONGEST))


def refuse_no_terminal(files: Sequence[str]) -> None:
    """Refuse a review on a terminal where there is none.

    Args:
        files: The inputs, as given.

    Raises:
        NamesError: Standard input or output leads elsewhere, or standard input holds the table.
    """
    if "-" in files or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NamesError(
            "a review name by name needs a terminal for input and output; write a sheet with --output FILE"
        )
