"""The engines that the law is measured beside: the same rules and questions, put in each one's own words.

A peer is a module with `NAME`, `SAYS` (what it can answer) and `measure(today, asked)`, which returns
for each way of asking its answers a second and its verdicts. Importing it raises `ImportError` where
the engine is not installed. Peers know no `despite`, no levels and no dates: a rule that prohibits
beats any that allows, as in Cedar.
"""
