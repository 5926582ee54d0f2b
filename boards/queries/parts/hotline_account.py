"""The account under whose name the operators of the hotline write."""

from boards.clocks.city import City
from forum.accounts.models import Account

# With a space: nobody can register them. The first is given to a new account, the other was given before the number was a setting.
USERNAMES = ("the hotline", "hotline 96811")


def hotline_account() -> Account | None:
    """The hotline's Account; None before the first call was entered."""
    return Account.get_or_none(Account.username.in_(USERNAMES))


def hotline_name(city: City) -> str:
    """The public name of the hotline: that of its account, which stays when the number changes, or the city's number."""
    account = hotline_account()
    return account.display_name if account else city.site.hotline
