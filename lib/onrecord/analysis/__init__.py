"""Frames to frames, empty ones with the same columns: stance, co-mention, framing, voice."""
