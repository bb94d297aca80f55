"""The rules of assessments and scores: pure values and functions of the standard library, no clock, no I/O."""
