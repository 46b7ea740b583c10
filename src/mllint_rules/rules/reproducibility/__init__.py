"""MLR: randomness nobody controls, seeds that do not reach, order that is not repeatable."""
