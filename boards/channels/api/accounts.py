"""Accounts and tokens."""

from flask import request

from boards.channels.api import schemas
from boards.channels.api.answering import moment
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.people import account_answer
from forum.accounts import actions, bearer, limits, signing_in
from forum.accounts.guesses import Client
from forum.accounts.queries import actor_of_account
from forum.web.door import SIGNED_IN, settings
from forum.wenqu import wenqu

api = api_blueprint("api_accounts")


@endpoint(api, "/tokens", method="POST", body=schemas.Credentials, answer=schemas.Token, status=201)
def create_token(actor, now, body):
    """Log in: a bearer token for thirty days, an official's for twelve hours."""
    token, expires_at, owner = signing_in.issue_token(
        body.username, body.password, body.otp, client=Client(request.remote_addr), now=now, settings=settings()
    )
    return schemas.Token(token=token, expires_at=moment(expires_at), account=account_answer(owner))


@endpoint(api, "/tokens/current", method="DELETE", allow=SIGNED_IN, status=204)
def end_token(actor, now):
    """Log out: the token is worthless from now on."""
    signing_in.end_token(bearer.token(), now=now)


@endpoint(api, "/accounts", method="POST", body=schemas.NewAccount, answer=schemas.Account, status=201)
def create_account(actor, now, body):
    """Register as a netizen."""
    limits.enforce_limit("register-address", request.remote_addr, now, settings().rate_limits)
    reserved = wenqu().reserved_names()
    account = actions.register(body.username, body.password, body.display_name, now=now, reserved=reserved)
    return account_answer(actor_of_account(account, now))
