"""Frames to frames: stance, co-mention, framing, voice."""
