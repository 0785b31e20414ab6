"""How figures are taken: a process for each contender, rounds in turn, medians, and the table of results.

`contender` starts processes (`worker` is what runs in them), `comparison` measures them in turn, `results`
writes and reads RESULTS.md, `instructions` counts under valgrind, `answering` is the server that all ask,
`machine` describes where it ran. What is compared stands in `benchmarks.contenders` and `benchmarks.rows`.
"""
