// Plays WeChat: npm's wechat-crypto and xml2js make its callbacks, and a server here takes what a public account calls.
// One JSON command a line on stdin, one JSON answer a line on stdout. Started with: node peer.mjs FOLDER_OF_PACKAGES TOKEN AES_KEY APPID
import http from "node:http";
import readline from "node:readline";
import { createRequire } from "node:module";

const [packages, token, aesKey, appid] = process.argv.slice(2);
const require = createRequire(`${packages}/package.json`);
const Crypt = require("wechat-crypto");
const xml2js = require("xml2js");
const builder = new xml2js.Builder({ rootName: "xml", cdata: true, headless: true });
const plain = new Crypt(token, aesKey, appid);

const sent = [];
const pictures = new Map();
const codes = new Map();
let tokens = 0;
let next = [];

function answer(response, content, type = "application/json") {
  response.writeHead(200, { "Content-Type": type });
  response.end(type === "application/json" ? JSON.stringify(content) : content);
}

const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://peer");
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts).toString();
    if (url.pathname === "/cgi-bin/token") {
      tokens += 1;
      return answer(response, { access_token: `token-${tokens}-${"x".repeat(500)}`, expires_in: 7200 });
    }
    if (url.pathname === "/sns/oauth2/access_token") {
      const openid = codes.get(url.searchParams.get("code"));
      codes.delete(url.searchParams.get("code"));
      return answer(response, openid ? { openid, access_token: "user", expires_in: 7200 } : { errcode: 40163 });
    }
    if (!url.searchParams.get("access_token")?.startsWith(`token-${tokens}-`)) return answer(response, { errcode: 40001 });
    if (url.pathname === "/cgi-bin/media/get") {
      const found = pictures.get(url.searchParams.get("media_id"));
      return found ? answer(response, found, "image/jpeg") : answer(response, { errcode: 40007 });
    }
    const behaves = next.shift();
    if (behaves === "silent") {
      sent.push({ path: url.pathname, ...JSON.parse(body) });
      return request.socket.destroy();
    }
    if (behaves) return answer(response, { errcode: behaves });
    sent.push({ path: url.pathname, ...JSON.parse(body) });
    return answer(response, { errcode: 0, errmsg: "ok" });
  });
});

async function call(command) {
  const nonce = String(Math.floor(Math.random() * 1e9));
  const at = String(command.timestamp);
  const given = new URLSearchParams({ timestamp: at, nonce, ...command.query });
  if (!given.has("signature")) given.set("signature", plain.getSignature(at, nonce, ""));
  if (command.do === "verify") {
    const reply = await fetch(`${command.url}?${given}`);
    return { status: reply.status, body: await reply.text() };
  }
  const crypt = command.appid ? new Crypt(token, aesKey, command.appid) : plain;
  const xml = command.xml ?? builder.buildObject({ ToUserName: "gh_0001", CreateTime: at, ...command.message });
  const Encrypt = crypt.encrypt(xml);
  given.set("encrypt_type", "aes");
  if (!given.has("msg_signature")) given.set("msg_signature", plain.getSignature(at, nonce, Encrypt));
  const body = command.body ?? builder.buildObject({ ToUserName: "gh_0001", Encrypt });
  const address = `${command.url}?${given}`;
  const replies = [];
  for (let times = command.times ?? 1; times > 0; times -= 1) {
    const reply = await fetch(address, { method: "POST", body, headers: { "Content-Type": "text/xml" } });
    replies.push({ status: reply.status, body: await reply.text() });
  }
  return { ...replies[0], replies };
}

async function work(command) {
  if (command.do === "sent") return { sent, tokens };
  if (command.do === "next") return { next: (next = command.behaves) };
  if (command.do === "end_token") return { tokens: (tokens += 1) };
  if (command.do === "picture") return { size: pictures.set(command.media, Buffer.from(command.base64, "base64")).size };
  if (command.do === "code") return { size: codes.set(command.code, command.openid).size };
  return call(command);
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
  readline.createInterface({ input: process.stdin }).on("line", async (line) => {
    const result = await work(JSON.parse(line)).catch((error) => ({ error: String(error) }));
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }).on("close", () => process.exit(0));
});
