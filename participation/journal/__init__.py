"""The record of what was decided and when, chained by digests so that nothing in it can be changed unseen."""
