// lighthouse.mjs PORT ADDRESS...: audits pages in the Chromium that listens on PORT; writes each score and each failed audit as JSON.
import lighthouse from "lighthouse";

const [port, ...addresses] = process.argv.slice(2);
const settings = {
  onlyCategories: ["accessibility", "best-practices", "seo"],
  throttlingMethod: "provided",
  formFactor: "mobile",
  disableStorageReset: true,
  // Measures the network and draws filmstrips, which no audit of these three categories reads.
  skipAudits: ["full-page-screenshot", "screenshot-thumbnails", "final-screenshot"],
};

const found = {};
for (const address of addresses) {
  const { lhr } = await lighthouse(address, { port: Number(port), logLevel: "error" }, { extends: "lighthouse:default", settings });
  const scores = Object.values(lhr.categories).map((each) => [each.id, Math.round(each.score * 100)]);
  const failed = Object.values(lhr.categories).flatMap((each) => each.auditRefs).filter((each) => each.weight && (lhr.audits[each.id].score ?? 1) < 1);
  found[address] = { ...Object.fromEntries(scores), failed: [...new Set(failed.map((each) => `${each.id}: ${lhr.audits[each.id].title}`))] };
}
console.log(JSON.stringify(found));
