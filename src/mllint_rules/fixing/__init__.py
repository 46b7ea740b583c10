"""How to repair: inert verbs that become text edits when a front end asks for them."""
