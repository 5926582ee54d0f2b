"""Who a person is on another channel: an openid of WeChat or a phone number, bound to an account once both are proved.

What is stored is encrypted and found by a keyed hash; a channel proves its side (a signed callback), the web the other (signing in).
"""
