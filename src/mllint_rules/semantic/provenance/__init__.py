"""Where values come from: which rows they hold, and what was learned from which rows on the way.

A module is run in the abstract, once, in the order of its statements (`interpreter`): names hold references to
values (`domain`, `store`), functions of the document are entered where they are called, and what a program does
with data (split, fit, transform, predict, score) becomes a `trace` of events in that order. Nothing is executed.

Read in this order: `rows` (which rows), `domain` (what is known of a value), `store`, `events`, `interpreter`,
`expressions`, and then what the libraries do: `operations`, `selection`, `splits`, `learners`, `containers`.
"""
