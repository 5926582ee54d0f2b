"""A request that is sent again is executed once: the outcome of each key is stored in the transaction of its deed.

API calls send an Idempotency-Key, forms the hidden field `once`, the outbox of a device both."""
