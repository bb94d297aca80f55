"""Texts that are proposed: the facts they may use, how they are written or built, and how they are checked."""
