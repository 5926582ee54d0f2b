"""Templates whose macros are imported without being looked for anew: Jinja compares all global names at each import of each page."""

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


class SharedModule(Template):
    """A template of which every template that has just the environment's globals imports the same module."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if ctx is not None and ctx.globals_keys <= self.environment.globals.keys():
            ctx = None
        return super()._get_default_module(ctx)
