# The tests of the layers run in the replay, beside a generated client.
collect_ignore = ["layers"]
