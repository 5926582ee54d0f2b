"""A WeChat public account: its signed and encrypted callbacks, calls to its servers, what people write there, notices, signing in.

Without credentials all of it is off; `simulated` records what would have gone out. docs/wechat.md says what was tried against what.
"""
