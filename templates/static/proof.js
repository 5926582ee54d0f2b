"use strict";
// Checks a post's proof here, in the browser, with nothing of the site's but the proof itself. docs/ledger.md says how.
(() => {
  const box = document.querySelector("[data-proof]");
  const button = document.querySelector("[data-verify]");
  if (!box || !button) return;
  const words = box.dataset;
  const verdict = box.querySelector(".verdict");
  const MARKS = { well: "✓", bad: "✗", open: "?" };

  const utf8 = (text) => new TextEncoder().encode(text);
  const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const joined = (...pieces) => {
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
    return all;
  };
  const sha256 = async (...pieces) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...pieces)));

  // A part has one field with one string, so JSON.stringify writes it as RFC 8785 does.
  const commitmentOf = async (part) =>
    part.commit ? fromHex(part.commit) : sha256(utf8("wenqu/v1\0"), fromHex(part.salt), utf8(JSON.stringify(part.content)));

  async function opensLeaf(proof) {
    const leaf = JSON.parse(proof.leaf);
    const commitments = await Promise.all(proof.parts.map(commitmentOf));
    const bound = toHex(await sha256(utf8("wenqu/v1/list\0"), ...commitments));
    return leaf.commit === bound && leaf.object === `post/${proof.post}` && leaf.revision === proof.revision && isOnThisPage(proof);
  }

  function isOnThisPage(proof) {
    const said = (name) => proof.parts.map((part) => (part.content ? part.content[name] || "" : name === "text" ? "████" : "")).join("");
    return ["title", "text"].every((name) => {
      const shown = box.parentNode.querySelector(`[data-bound=${name}]`);
      return !shown || shown.textContent === said(name);
    });
  }

  // RFC 9162, 2.1.3.2. Numbers stay below 2^53, so they are halved by division.
  async function rootBy(proven, size) {
    let hash = await sha256(Uint8Array.of(0), utf8(proven.leaf));
    let here = proven.entry - 1;
    let last = size - 1;
    const up = () => { here = Math.floor(here / 2); last = Math.floor(last / 2); };
    for (const step of proven.path.map(fromHex)) {
      if (last === 0) return null;
      if (here % 2 === 1 || here === last) {
        hash = await sha256(Uint8Array.of(1), step, hash);
        while (here % 2 === 0 && here !== 0) up();
      } else {
        hash = await sha256(Uint8Array.of(1), hash, step);
      }
      up();
    }
    return last === 0 ? toHex(hash) : null;
  }

  async function leadsToRoot(proof) {
    const roots = await Promise.all([proof, ...proof.since].map((proven) => rootBy(proven, proof.size)));
    return roots.every((root) => root === proof.root);
  }

  function isInCheckpoint(proof) {
    const [origin, size, root] = proof.checkpoint.split("\n");
    return proof.vkey.startsWith(`${origin}+`) && Number(size) === proof.size && toHex(fromBase64(root)) === proof.root;
  }

  async function isSigned(proof) {
    // The key's base64 may hold further plus signs.
    const [, name, id, encoded] = proof.vkey.match(/^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/);
    const key = fromBase64(encoded).slice(1);
    const text = proof.checkpoint.slice(0, proof.checkpoint.lastIndexOf("\n\n") + 1);
    const lines = proof.checkpoint.slice(text.length + 1).trim().split("\n").map((line) => line.split(" "));
    const signatures = lines.filter((line) => line[1] === name).map((line) => fromBase64(line[2]));
    const ours = signatures.find((bytes) => toHex(bytes.slice(0, 4)) === id);
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return "open"; // an older browser
    }
    return Boolean(ours) && crypto.subtle.verify({ name: "Ed25519" }, imported, ours.slice(4), utf8(text));
  }

  const TESTS = [["text", opensLeaf], ["path", leadsToRoot], ["root", isInCheckpoint], ["signature", isSigned]];

  function tell(kind, sentence) {
    verdict.className = `verdict ${kind}`;
    verdict.textContent = sentence;
  }

  function mark(name, kind) {
    const line = box.querySelector(`[data-step=${name}]`);
    line.className = kind;
    line.querySelector(".sign").textContent = MARKS[kind] || "";
    line.querySelector(".outcome").textContent = { well: words.yes, bad: words.no, open: words.open }[kind] || "";
  }

  async function outcomeOf(test, proof) {
    try {
      const holds = await test(proof);
      return holds === "open" ? "open" : holds ? "well" : "bad";
    } catch {
      return "bad";
    }
  }

  async function verify() {
    if (!window.isSecureContext || !crypto.subtle) return tell("open", words.plain);
    TESTS.forEach(([name]) => mark(name, ""));
    tell("", words.busy);
    let proof;
    try {
      const answer = await fetch(words.proof, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      proof = await answer.json();
    } catch {
      return tell("open", words.away);
    }
    const outcomes = [];
    for (const [name, test] of TESTS) {
      outcomes.push(await outcomeOf(test, proof));
      mark(name, outcomes.at(-1));
    }
    if (outcomes.includes("bad")) return tell("bad", words.bad);
    return outcomes.includes("open") ? tell("open", words.almost) : tell("well", words.well);
  }

  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await verify();
    button.disabled = false;
    button.focus();
  });
})();
