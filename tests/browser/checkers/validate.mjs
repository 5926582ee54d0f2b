// Reads [{name, html, whole}, ...] as JSON from standard input and writes what html-validate finds, a line each.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
  // Style that Wenqu has its own mind about: HTML's defaults need not be written out, the shortest doctype is in small letters.
  "doctype-style": ["error", { style: "lowercase" }],
  "no-implicit-button-type": "off",
  "no-implicit-input-type": "off",
  // All files come from this site, whose policy (CSP) allows no other.
  "require-sri": ["error", { target: "crossorigin" }],
  // A department is typed or ticked, both under one name (docs/design.md, Asking).
  "form-dup-name": "off",
};
const validating = (extended) => new HtmlValidate(new StaticConfigLoader({ root: true, extends: extended, rules }));
const whole = validating(["html-validate:recommended", "html-validate:document"]);
const part = validating(["html-validate:recommended"]);

for (const page of JSON.parse(readFileSync(0, "utf8"))) {
  const report = await (page.whole ? whole : part).validateString(page.html);
  for (const { messages } of report.results)
    for (const { ruleId, message, selector } of messages)
      console.log(`${ruleId}: ${message} at ${selector} of ${page.name}`);
}
