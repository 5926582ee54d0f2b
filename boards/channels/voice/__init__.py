"""Calls: a notice that is read out, and the key that is pressed, by Alibaba Cloud or Tencent Cloud (docs/sms.md).

They leave by the outbox alone; a key counts like a message by SMS of the same digit.
"""
