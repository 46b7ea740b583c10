"""What the code means. One cheap walk, everything else on demand and remembered.

Read in this order: `index` (the walk), `scopes` and `bindings` (which name is which), `flow` (which value
reaches here), `names` (what API a name denotes), `types` and `inference` (what a value is), `calls`,
`values`, `project`, and `model`, which holds them together.
"""
