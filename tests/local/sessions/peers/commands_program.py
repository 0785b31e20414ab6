"""Runs commands of canfar one after the other in this process; prints what each did, as JSON.

`commands_program.py COMMANDS`: a JSON list of lists of words. The word `{NAME}` is the id of the session that
an earlier command created under that name. An answer is the exit code, the output with the errors, and the
ids so far.
"""

import contextlib
import io
import json
import os
import re
import sys

from canfar.cli.main import main  # type: ignore[import-not-found]

Answer = tuple[int, str, dict[str, str]]


def run(words: list[str]) -> tuple[int, str]:
    output = io.StringIO()
    sys.argv = ["canfar", *words]
    code: object = 0
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            code = main()
        except SystemExit as end:
            code = end.code
    return code if isinstance(code, int) else 0, output.getvalue()


def run_all(commands: list[list[str]]) -> list[Answer]:
    ids: dict[str, str] = {}
    answers: list[Answer] = []
    for words in commands:
        code, output = run([word.format_map(ids) if word.startswith("{") else word for word in words])
        ids = {**ids, **dict(re.findall(r"'([\w-]+)' \(ID: (\w+)\)", output))}
        answers.append((code, output, ids))
    return answers


if __name__ == "__main__":
    os.environ["BROWSER"] = "true"  # a program that opens nothing
    json.dump(run_all(json.loads(sys.argv[1])), sys.stdout)
