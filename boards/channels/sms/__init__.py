"""SMS: one gateway with Alibaba Cloud, Tencent Cloud or SMPP behind it; progress by SMS, and receipts (docs/sms.md).

`rules`, `signing`, `codec`, `parts` and `reports` are pure; `smpp` and `http` reach the provider, and the outbox alone sends.
"""
