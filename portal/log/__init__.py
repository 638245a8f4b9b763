"""The transparency log: lines that can only grow, checkpoints, and witnesses (RFC 6962, C2SP).

It knows no statement and no signature: whoever acts gives it the hash of what the act speaks of.
"""
