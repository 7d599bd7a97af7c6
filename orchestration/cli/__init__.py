"""The command line `eqw`: thin commands over `lib`, the same for people and for scripts."""
