"""The text of a command for a shell: a shell reads the words that were given."""

import shlex

from seawall.core.settings.shell_command import option_words, shell_command, shell_words


def test_a_command_has_the_options_that_are_given() -> None:
    rows: list[tuple[str | None, str | None, str]] = [
        (None, None, "seawall platform run wait 7"),
        ("dev", None, "seawall --context dev platform run wait 7"),
        (None, "http://127.0.0.1:8000", "seawall platform run wait 7 --url http://127.0.0.1:8000"),
        (
            "dev",
            "http://x.test/a",
            "seawall --context dev platform run wait 7 --url http://x.test/a",
        ),
    ]
    for context, url, expected in rows:
        assert shell_command("seawall platform run wait", "7", context=context, url=url) == expected


def test_variables_stand_before_the_command() -> None:
    made = shell_command("seawall user login", environment={"A_FILE": "my file", "B": "7"})
    assert made == "A_FILE='my file' B=7 seawall user login"


def test_a_shell_reads_the_words_that_were_given() -> None:
    words = ["a b", "it's", "$HOME", "`x`", "", "*", "a;b", "ä", "http://x.test/?q=1&r=2", "a\nb", "\\", "!"]
    assert shlex.split(shell_words(words)) == words


def test_a_value_with_a_dash_is_no_option() -> None:
    assert option_words("--to", None) == ()
    assert option_words("--to", "x") == ("--to", "x")
    assert option_words("--to", "-x") == ("--to=-x",)
