"""What a department offers beyond answers: learning the traffic rules.

Each service is a room of its own.
"""
