"""The conversation with somebody who writes to the public account: pure, from (state, what came) to (state, what is said, what is wanted).

What is wanted (a question posted, a list read) is done by boards.channels.wechat.actions, in the transaction that keeps the new state.
"""
